output "pace" {
  description = "Traffic shifting, with defaults."
  value       = var.traffic
}
