locals {
  prefix           = "${var.name}-gateway"
  stage_dimensions = { ApiName = var.name, Stage = var.stage_name }
  notices          = [var.topics.notices]
  notified         = var.alarms == "all"

  failures = {
    failed = "FILL(errors, 0)"
    total  = "FILL(requests, 0)"
    metrics = {
      for id, metric_name in { errors = "5XXError", requests = "Count" } :
      id => { namespace = "AWS/ApiGateway", metric_name = metric_name, dimensions = local.stage_dimensions }
    }
  }
}

# One page for one cause: this is the API as its consumers see it.
module "burn_rate" {
  count  = var.alarms == "none" ? 0 : 1
  source = "../burn_rate"

  name                 = local.prefix
  availability_percent = var.availability_percent
  runbook_url          = var.runbook_url
  page_topic_arn       = var.topics.pages
  failed               = local.failures.failed
  total                = local.failures.total
  metrics              = local.failures.metrics
}

# A service pages too, unless the whole API fails: that is told already. It waits, since both are seen at nearly one time.
resource "aws_cloudwatch_composite_alarm" "service" {
  for_each = { for name, service in var.services : name => service if service.failing_alarm != null && var.alarms != "none" }

  alarm_name        = "${each.value.failing_alarm}-page"
  alarm_description = "${each.key} fails too many requests, and the rest of the API does not. ${var.runbook_url}#alarm-failing"
  alarm_rule        = "ALARM(\"${each.value.failing_alarm}\")"
  alarm_actions     = [var.topics.pages]
  ok_actions        = [var.topics.pages]

  actions_suppressor {
    alarm            = module.burn_rate[0].failing_alarm
    wait_period      = 120
    extension_period = 120
  }
}

# Sooner than the burn rate, and for any reason: a look at what changed in the last minutes.
resource "aws_cloudwatch_metric_alarm" "server_errors" {
  count = local.notified ? 1 : 0

  alarm_name          = "${local.prefix}-server-errors"
  alarm_description   = "5 % or more of all requests were answered with 5xx. ${var.runbook_url}#alarm-server-errors"
  evaluation_periods  = 2
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 5
  treat_missing_data  = "notBreaching" # no requests, no errors
  alarm_actions       = local.notices
  ok_actions          = local.notices

  metric_query {
    id          = "error_percent"
    label       = "Requests answered with 5xx (%)"
    expression  = "IF(requests >= 20, 100 * errors / requests, 0)" # a share of few requests says nothing
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.failures.metrics

    content {
      id = metric_query.key

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.metric_name
        dimensions  = metric_query.value.dimensions
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  count = local.notified ? 1 : 0

  alarm_name          = "${local.prefix}-latency"
  alarm_description   = "1 of 100 requests took ${var.latency_p99_ms} ms or longer. ${var.runbook_url}#alarm-latency"
  namespace           = "AWS/ApiGateway"
  metric_name         = "Latency"
  dimensions          = local.stage_dimensions
  extended_statistic  = "p99"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.latency_p99_ms
  treat_missing_data  = "notBreaching" # no requests, none slow
  alarm_actions       = local.notices
  ok_actions          = local.notices

  evaluate_low_sample_count_percentiles = "ignore" # the 99th of ten is the slowest alone
}
