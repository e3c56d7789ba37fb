# Resources that had other addresses while every environment had them.
moved {
  from = aws_cloudwatch_metric_alarm.function_near_timeout
  to   = aws_cloudwatch_metric_alarm.function_near_timeout[0]
}

moved {
  from = aws_cloudwatch_metric_alarm.function_throttles
  to   = aws_cloudwatch_metric_alarm.function_throttles[0]
}

moved {
  from = aws_cloudwatch_dashboard.this
  to   = aws_cloudwatch_dashboard.this[0]
}
