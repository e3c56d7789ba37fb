output "failing_alarm" {
  description = "Name of the alarm that says that it fails too many requests."
  value       = aws_cloudwatch_composite_alarm.failing.alarm_name
}

output "failing_alarm_arn" {
  description = "Its ARN, for dashboards."
  value       = aws_cloudwatch_composite_alarm.failing.arn
}
