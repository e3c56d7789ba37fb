locals {
  # Metrics of the alias alone: an invocation of a version that takes no traffic is no consumer's.
  alias_dimensions = { FunctionName = var.name, Resource = "${var.name}:${var.function.alias_name}" }
  queue_dimensions = { QueueName = var.function.dead_letters }
  notices          = [var.notices_topic_arn]
  notified         = var.alarms == "all"

  # Nobody waits for what an event invokes: Lambda tries a throttled event again for hours, and what fails in the end is
  # a dead letter. What refuses by raising promises nobody an answer.
  waited_for = var.function.dead_letters == null
  answers    = local.waited_for && !var.refuses_by_raising

  # Throttled requests never ran, so that Lambda counts them beside its invocations; to the consumer they failed too.
  failures = {
    failed = "FILL(errors, 0) + FILL(throttles, 0)"
    total  = "FILL(invocations, 0) + FILL(throttles, 0)"
    metrics = {
      for id, metric_name in { errors = "Errors", throttles = "Throttles", invocations = "Invocations" } :
      id => { namespace = "AWS/Lambda", metric_name = metric_name, dimensions = local.alias_dimensions }
    }
  }
}

module "burn_rate" {
  count  = local.answers && var.alarms != "none" ? 1 : 0
  source = "../burn_rate"

  name                 = var.name
  availability_percent = var.availability_percent
  runbook_url          = var.runbook_url
  failed               = local.failures.failed
  total                = local.failures.total
  metrics              = local.failures.metrics
}

# Errors that the code expects are answers; what reaches Lambda is a fault, so one is enough to look.
resource "aws_cloudwatch_metric_alarm" "function_errors" {
  count = local.notified && !var.refuses_by_raising ? 1 : 0

  alarm_name          = "${var.name}-function-errors"
  alarm_description   = "${var.name} raised, crashed or timed out. ${var.runbook_url}#alarm-function-errors"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = local.alias_dimensions
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching" # not called, not failed
  alarm_actions       = local.notices
  ok_actions          = local.notices
}

resource "aws_cloudwatch_metric_alarm" "function_near_timeout" {
  count = local.notified && local.waited_for ? 1 : 0

  alarm_name = "${var.name}-function-near-timeout"
  alarm_description = join(" ", [
    "${var.name} took ${0.8 * var.function.timeout_seconds} of the ${var.function.timeout_seconds} seconds it may run.",
    "${var.runbook_url}#alarm-function-near-timeout",
  ])
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  dimensions          = local.alias_dimensions
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 3
  datapoints_to_alarm = 2 # one slow start is no trend
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 0.8 * var.function.timeout_seconds * 1000
  treat_missing_data  = "notBreaching" # not called, not slow
  alarm_actions       = local.notices
  ok_actions          = local.notices
}

resource "aws_cloudwatch_metric_alarm" "function_throttles" {
  count = local.notified && local.waited_for ? 1 : 0

  alarm_name          = "${var.name}-function-throttles"
  alarm_description   = "Lambda refused to run ${var.name}: no concurrency was left. ${var.runbook_url}#alarm-function-throttles"
  namespace           = "AWS/Lambda"
  metric_name         = "Throttles"
  dimensions          = local.alias_dimensions
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching" # not called, not refused
  alarm_actions       = local.notices
  ok_actions          = local.notices
}

# The queue is looked at while it holds anything: the alarm ends when somebody has emptied it.
resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count = local.notified && var.function.dead_letters != null ? 1 : 0

  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "${var.name} failed on an event three times, and nobody waits for its answer. ${var.runbook_url}#alarm-dead-letters"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = local.queue_dimensions
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching" # SQS sends nothing of a queue that was empty for hours
  alarm_actions       = local.notices
  ok_actions          = local.notices
}
