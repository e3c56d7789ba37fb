# A new version takes traffic here: after a smoke test, share by share, under the eyes of two alarms. What fails goes back.
data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  region       = data.aws_region.current.name
  account_id   = data.aws_caller_identity.current.account_id
  function_arn = "arn:aws:lambda:${local.region}:${local.account_id}:function:${var.name}"
  smoke_arn    = "arn:aws:lambda:${local.region}:${local.account_id}:function:${var.smoke_function}"

  routing = { canary = "TimeBasedCanary", linear = "TimeBasedLinear", at-once = "AllAtOnce" }[var.traffic.shift]
  pace    = var.traffic.shift == "at-once" ? "" : "-${var.traffic.percent}-percent-${var.traffic.minutes}-minutes"

  # All traffic at once leaves nothing to watch meanwhile, and nothing to take back.
  watched = var.traffic.shift != "at-once"

  # Lambda counts these for each version behind an alias that is shared by two.
  new_version = {
    FunctionName    = var.name
    Resource        = "${var.name}:${var.alias_name}"
    ExecutedVersion = var.new_version
  }
}

# The deploy command knows both by their names: the function's and the alias's.
resource "aws_codedeploy_app" "this" {
  name             = var.name
  compute_platform = "Lambda"
}

# It cannot be changed, so its name says all of it, and the group moves to another before this one goes.
resource "aws_codedeploy_deployment_config" "this" {
  deployment_config_name = "${var.name}-${var.traffic.shift}${local.pace}"
  compute_platform       = "Lambda"

  traffic_routing_config {
    type = local.routing

    dynamic "time_based_canary" {
      for_each = var.traffic.shift == "canary" ? [var.traffic] : []

      content {
        percentage = time_based_canary.value.percent
        interval   = time_based_canary.value.minutes
      }
    }

    dynamic "time_based_linear" {
      for_each = var.traffic.shift == "linear" ? [var.traffic] : []

      content {
        percentage = time_based_linear.value.percent
        interval   = time_based_linear.value.minutes
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_codedeploy_deployment_group" "this" {
  app_name               = aws_codedeploy_app.this.name
  deployment_group_name  = var.alias_name
  deployment_config_name = aws_codedeploy_deployment_config.this.deployment_config_name
  service_role_arn       = aws_iam_role.this.arn

  deployment_style {
    deployment_type   = "BLUE_GREEN"
    deployment_option = "WITH_TRAFFIC_CONTROL"
  }

  auto_rollback_configuration {
    enabled = true
    events  = local.watched ? ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"] : ["DEPLOYMENT_FAILURE"]
  }

  dynamic "alarm_configuration" {
    for_each = local.watched ? [concat(aws_cloudwatch_metric_alarm.errors, aws_cloudwatch_metric_alarm.slow)[*].alarm_name] : []

    content {
      enabled = true
      alarms  = alarm_configuration.value
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

moved {
  from = aws_cloudwatch_metric_alarm.errors
  to   = aws_cloudwatch_metric_alarm.errors[0]
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  count = local.watched ? 1 : 0

  alarm_name          = "${var.name}-release-errors"
  alarm_description   = "More than ${var.failing_percent} % of the new version's requests fail. A release under way is rolled back; `make logs-<service>` says why they fail. ${var.runbook_url}#alarm-release-errors"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.failing_percent
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "failing"
    label       = "failing requests of the new version, in percent"
    expression  = "100 * errors / invocations"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "Errors", invocations = "Invocations" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/Lambda"
        metric_name = metric_query.value
        dimensions  = local.new_version
        period      = 60
        stat        = "Sum"
      }
    }
  }
}

moved {
  from = aws_cloudwatch_metric_alarm.slow
  to   = aws_cloudwatch_metric_alarm.slow[0]
}

resource "aws_cloudwatch_metric_alarm" "slow" {
  count = local.watched ? 1 : 0

  alarm_name          = "${var.name}-release-slow"
  alarm_description   = "One in a hundred of the new version's requests comes near the time-out of ${var.timeout_seconds} s. A release under way is rolled back. ${var.runbook_url}#alarm-release-slow"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  dimensions          = local.new_version
  extended_statistic  = "p99"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 800 * var.timeout_seconds
  treat_missing_data  = "notBreaching"
}

data "aws_iam_policy_document" "assume" {
  statement {
    sid     = "LetCodeDeployShift"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["codedeploy.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "${var.name}-release${var.region_suffix}"
  description        = "What CodeDeploy may do to release ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.assume.json

  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "permissions" {
  statement {
    sid       = "ShiftTheAlias"
    actions   = ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"]
    resources = [local.function_arn, "${local.function_arn}:${var.alias_name}"]
  }

  statement {
    sid       = "CallTheSmokeTest"
    actions   = ["lambda:InvokeFunction"]
    resources = [local.smoke_arn]
  }

  statement {
    sid       = "WatchAlarms"
    actions   = ["cloudwatch:DescribeAlarms"]
    resources = ["arn:aws:cloudwatch:${local.region}:${local.account_id}:alarm:*"]
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "permissions"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.permissions.json
}
