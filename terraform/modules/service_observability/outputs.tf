output "failing_alarm" {
  description = "Name of the alarm that says that the service fails too many requests; null when it answers none itself."
  value       = one(module.burn_rate[*].failing_alarm)
}

output "watched_queue" {
  description = "Queue of dead letters that is watched; null when there is none."
  value       = one(aws_cloudwatch_metric_alarm.dead_letters[*].dimensions.QueueName)
}
