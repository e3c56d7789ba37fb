output "values" {
  description = "The values with what was left out filled in."
  value       = var.values
}
