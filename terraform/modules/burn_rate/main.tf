# How fast the error budget of 30 days is spent. 1 is just in time; 14.4 for an hour is 2 % of it, 6 for six hours 5 %.
# A long window says that it matters, the short one that it still goes on, so that the alarm ends soon after the cause. One
# short window serves both rates: what burns 14.4 times too fast burns 6 times too fast as well, and each metric is paid for.
locals {
  budget_percent = 100 - var.availability_percent

  # A few failures at night are no outage, however large a share they are; the short window alone must not wait for them.
  windows = {
    "1h" = { seconds = 3600, rate = 14.4, failures = 5 }
    "6h" = { seconds = 21600, rate = 6, failures = 5 }
    "5m" = { seconds = 300, rate = 6, failures = 1 }
  }

  # Written out, because 14.4 times 0.1 has no end in binary.
  thresholds = { for window, w in local.windows : window => tonumber(format("%.4f", w.rate * local.budget_percent)) }
}

# One block, because CloudWatch takes a ratio's metrics as parts of the alarm.
resource "aws_cloudwatch_metric_alarm" "burn_rate" {
  for_each = local.windows

  alarm_name = "${var.name}-burn-rate-${each.key}"
  alarm_description = join(" ", [
    "${var.name}: ${local.thresholds[each.key]} % or more of the requests of the last ${each.key} failed;",
    "at that rate the errors allowed in 30 days are used up ${each.value.rate} times too fast.",
    "${var.runbook_url}#alarm-burn-rate",
  ])
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = local.thresholds[each.key]
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching" # no requests, no failures

  metric_query {
    id          = "failed_percent"
    label       = "Failed requests (%)"
    expression  = "IF(failed >= ${each.value.failures}, 100 * failed / total, 0)"
    return_data = true
  }

  metric_query {
    id         = "failed"
    expression = var.failed
  }

  metric_query {
    id         = "total"
    expression = var.total
  }

  dynamic "metric_query" {
    for_each = var.metrics

    content {
      id = metric_query.key

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.metric_name
        dimensions  = metric_query.value.dimensions
        period      = each.value.seconds
        stat        = "Sum"
      }
    }
  }

  # A window that is left out goes after the alarm that is made of it has forgotten it: CloudWatch deletes none sooner.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_composite_alarm" "failing" {
  alarm_name        = "${var.name}-failing"
  alarm_description = "${var.name} fails too many requests, and goes on failing. ${var.runbook_url}#alarm-failing"
  alarm_actions     = var.page_topic_arn == null ? [] : [var.page_topic_arn]
  ok_actions        = var.page_topic_arn == null ? [] : [var.page_topic_arn]

  alarm_rule = join(" OR ", [
    for pair in [["1h", "5m"], ["6h", "5m"]] :
    "(${join(" AND ", [for window in pair : "ALARM(\"${aws_cloudwatch_metric_alarm.burn_rate[window].alarm_name}\")"])})"
  ])
}
