output "failing_alarm" {
  description = "Name of the alarm that says that the service fails too many requests; null when it answers none itself."
  value       = one(module.burn_rate[*].failing_alarm)
}
