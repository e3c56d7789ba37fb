output "failing_alarm" {
  description = "Name of the alarm `failing`."
  value       = aws_cloudwatch_composite_alarm.failing.alarm_name
}

output "failing_alarm_arn" {
  description = "ARN of the alarm `failing`, for dashboards."
  value       = aws_cloudwatch_composite_alarm.failing.arn
}
