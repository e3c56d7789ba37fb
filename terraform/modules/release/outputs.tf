output "pace" {
  description = "How traffic shifts, with what was left out filled in."
  value       = var.traffic
}
