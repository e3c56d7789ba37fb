output "failing_alarm" {
  description = "Name of the alarm `failing`; null for a function that answers no requests, or where there are no alarms."
  value       = one(module.burn_rate[*].failing_alarm)
}

output "watched_queue" {
  description = "The watched dead-letter queue; null without one, or without notices."
  value       = one(aws_cloudwatch_metric_alarm.dead_letters[*].dimensions.QueueName)
}

output "alarm_topics" {
  description = "SNS topics of each alarm."
  value = {
    for alarm in concat(
      aws_cloudwatch_metric_alarm.function_errors,
      aws_cloudwatch_metric_alarm.function_near_timeout,
      aws_cloudwatch_metric_alarm.function_throttles,
      aws_cloudwatch_metric_alarm.dead_letters,
      aws_cloudwatch_metric_alarm.table_throttles,
      aws_cloudwatch_metric_alarm.table_errors,
    ) : trimprefix(alarm.alarm_name, "${var.name}-") => sort(alarm.alarm_actions)
  }
}
