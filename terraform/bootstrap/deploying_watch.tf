# What watches: logs, alarms, dashboards, traces and the budget.
data "aws_iam_policy_document" "deploy_watch" {
  statement {
    sid = "KeepLogs"
    actions = [
      "logs:AssociateKmsKey",
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:DeleteMetricFilter",
      "logs:DeleteRetentionPolicy",
      "logs:DescribeMetricFilters",
      "logs:DisassociateKmsKey",
      "logs:ListTagsForResource",
      "logs:PutMetricFilter",
      "logs:PutRetentionPolicy",
      "logs:TagResource",
      "logs:UntagResource",
    ]
    resources = ["arn:aws:logs:*:${local.account_id}:log-group:*${local.own}*"]
  }

  # IAM knows no resource for any of these.
  statement {
    sid = "FindAndDeliverLogs"
    actions = [
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DeleteQueryDefinition",
      "logs:DescribeLogGroups",
      "logs:DescribeQueryDefinitions",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutQueryDefinition",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ManageAlarms"
    actions = [
      "cloudwatch:DeleteAlarms",
      "cloudwatch:ListTagsForResource",
      "cloudwatch:PutCompositeAlarm",
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:TagResource",
      "cloudwatch:UntagResource",
    ]
    resources = ["arn:aws:cloudwatch:*:${local.account_id}:alarm:${local.own}-*"]
  }

  statement {
    sid       = "SeeAlarms"
    actions   = ["cloudwatch:DescribeAlarms"]
    resources = ["arn:aws:cloudwatch:*:${local.account_id}:alarm:*"]
  }

  statement {
    sid = "ManageDashboards"
    actions = [
      "cloudwatch:DeleteDashboards",
      "cloudwatch:GetDashboard",
      "cloudwatch:PutDashboard",
    ]
    resources = [
      "arn:aws:cloudwatch::${local.account_id}:dashboard/${local.own}",
      "arn:aws:cloudwatch::${local.account_id}:dashboard/${local.own}-*",
    ]
  }

  statement {
    sid = "ManageTraces"
    actions = [
      "xray:CreateGroup",
      "xray:CreateSamplingRule",
      "xray:DeleteGroup",
      "xray:DeleteSamplingRule",
      "xray:GetGroup",
      "xray:ListTagsForResource",
      "xray:TagResource",
      "xray:UntagResource",
      "xray:UpdateGroup",
      "xray:UpdateSamplingRule",
    ]
    resources = [
      "arn:aws:xray:*:${local.account_id}:group/${local.own}/*",
      "arn:aws:xray:*:${local.account_id}:sampling-rule/${local.own}",
    ]
  }

  statement {
    sid       = "FindSamplingRules"
    actions   = ["xray:GetSamplingRules"]
    resources = ["*"]
  }

  statement {
    sid = "WatchTheBudget"
    actions = [
      "budgets:ListTagsForResource",
      "budgets:ModifyBudget",
      "budgets:TagResource",
      "budgets:UntagResource",
      "budgets:ViewBudget",
    ]
    resources = ["arn:aws:budgets::${local.account_id}:budget/${local.own}"]
  }
}
