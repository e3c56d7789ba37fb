# The whole account's costs: a budget by tag stays at zero, silently, until somebody activates the tag for billing.
resource "aws_budgets_budget" "this" {
  count = local.environment.monthly_budget_usd == null || local.in_second_region ? 0 : 1

  name         = local.prefix
  budget_type  = "COST"
  limit_amount = tostring(local.environment.monthly_budget_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  # The forecast tells of a leak while there is time; AWS makes none in an account's first weeks.
  dynamic "notification" {
    for_each = {
      "80 % are spent" = { type = "ACTUAL", percent = 80 }
      "all is spent"   = { type = "ACTUAL", percent = 100 }
      "will be spent"  = { type = "FORECASTED", percent = 100 }
    }

    content {
      notification_type         = notification.value.type
      threshold                 = notification.value.percent
      threshold_type            = "PERCENTAGE"
      comparison_operator       = "GREATER_THAN"
      subscriber_sns_topic_arns = [aws_sns_topic.alarms["notices"].arn]
    }
  }

  depends_on = [aws_sns_topic_policy.alarms]
}
