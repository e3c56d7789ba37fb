# What a filter of single lines can tell of an attack: callers refused in numbers. Who it was, and attacks that only show
# when lines are compared, is for analytics/questions. Without attacks they publish no metric, which costs by its hours.
locals {
  detections = {
    refused-tokens = {
      metric    = "RefusedTokens"
      pattern   = "{ $.status = \"401\" }"
      threshold = 100 # a consumer whose token has expired is refused a few times
      question  = "credential-stuffing"
      says      = "100 or more requests in five minutes had a token that is refused"
    }
    refused-scopes = {
      metric    = "RefusedScopes"
      pattern   = "{ ($.status = \"403\") && ($.error_type != \"WAF_FILTERED\") }"
      threshold = 50
      question  = "scope-probing"
      says      = "50 or more requests in five minutes asked for what is not open to their caller"
    }
  }
}

resource "aws_cloudwatch_log_metric_filter" "detections" {
  for_each = { for name, detection in local.detections : name => detection if var.detections }

  name           = "${local.prefix}-${each.key}"
  log_group_name = var.access_log_group
  pattern        = each.value.pattern

  metric_transformation {
    namespace = local.prefix
    name      = each.value.metric
    value     = "1"
    unit      = "Count"
  }
}

resource "aws_cloudwatch_metric_alarm" "detections" {
  for_each = { for name, detection in local.detections : name => detection if var.detections }

  alarm_name          = "${local.prefix}-${each.key}"
  alarm_description   = "${each.value.says}; the question ${each.value.question} names them. ${var.runbook_url}#alarm-${each.key}"
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

  depends_on = [aws_cloudwatch_log_metric_filter.detections]
}
