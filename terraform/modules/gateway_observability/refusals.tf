# Refusals without a metric of API Gateway are counted in the access log, where each has its reason.
locals {
  refusals = {
    throttled-requests = {
      metric    = "ThrottledRequests"
      reasons   = ["THROTTLED"]
      threshold = 100 # a consumer that meets its rate now and then is what the rate is for
      says      = "100 or more requests in five minutes were throttled"
    }
    quota-exceeded = {
      metric    = "QuotaExceeded"
      reasons   = ["QUOTA_EXCEEDED"]
      threshold = 1
      says      = "A consumer has used up its quota and is refused until the next period"
    }
    authorizer-errors = {
      metric    = "AuthorizerErrors"
      reasons   = ["AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR"]
      threshold = 1
      says      = "The authorizer failed or could not be called: callers were refused without a look at their tokens"
    }
  }
}

resource "aws_cloudwatch_log_metric_filter" "refusals" {
  for_each = local.refusals

  name           = "${local.prefix}-${each.key}"
  log_group_name = var.access_log_group
  pattern        = "{ ${join(" || ", [for reason in each.value.reasons : "($.error_type = \"${reason}\")"])} }"

  # Zero for every other line, so that a chart is a line and no dots.
  metric_transformation {
    namespace     = local.prefix
    name          = each.value.metric
    value         = "1"
    default_value = "0"
    unit          = "Count"
  }
}

resource "aws_cloudwatch_metric_alarm" "refusals" {
  for_each = { for name, refusal in local.refusals : name => refusal if local.notified }

  alarm_name          = "${local.prefix}-${each.key}"
  alarm_description   = "${each.value.says}. ${var.runbook_url}#alarm-${each.key}"
  namespace           = local.prefix
  metric_name         = each.value.metric
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching" # no requests, none refused
  alarm_actions       = local.notices
  ok_actions          = local.notices

  depends_on = [aws_cloudwatch_log_metric_filter.refusals]
}
