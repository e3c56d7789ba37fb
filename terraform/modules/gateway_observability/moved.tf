# Resources that had other addresses while every environment had them.
moved {
  from = module.burn_rate
  to   = module.burn_rate[0]
}

moved {
  from = aws_cloudwatch_metric_alarm.server_errors
  to   = aws_cloudwatch_metric_alarm.server_errors[0]
}

moved {
  from = aws_cloudwatch_metric_alarm.latency
  to   = aws_cloudwatch_metric_alarm.latency[0]
}
