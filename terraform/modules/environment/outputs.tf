output "values" {
  description = "The values, with defaults."
  value = merge(var.values, {
    product    = coalesce(var.values.product, local.product)
    detections = coalesce(var.values.detections, var.values.alarms == "all")
  })
}
