output "values" {
  description = "The values, with defaults."
  value       = var.values
}
