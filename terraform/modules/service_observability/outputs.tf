output "failing_alarm" {
  description = "Name of the alarm that says that the service fails too many requests; null when it answers none itself."
  value       = one(module.burn_rate[*].failing_alarm)
}

output "watched_queue" {
  description = "Queue of dead letters that is watched; null when there is none."
  value       = one(aws_cloudwatch_metric_alarm.dead_letters[*].dimensions.QueueName)
}

output "alarm_topics" {
  description = "Whom each alarm tells by itself."
  value = {
    for alarm in concat(
      aws_cloudwatch_metric_alarm.function_errors,
      [aws_cloudwatch_metric_alarm.function_near_timeout, aws_cloudwatch_metric_alarm.function_throttles],
      aws_cloudwatch_metric_alarm.dead_letters,
      aws_cloudwatch_metric_alarm.table_throttles,
      aws_cloudwatch_metric_alarm.table_errors,
    ) : trimprefix(alarm.alarm_name, "${var.name}-") => sort(alarm.alarm_actions)
  }
}
