# Two topics for alarms. Subscribers are the environment's addresses, or anything else: a chat, a pager.
locals {
  alarm_topics = {
    pages   = "Consumers notice it now: look at once"
    notices = "A cause, or something to come: look on the next working day"
  }

  alarm_receivers = merge({}, [
    for topic, addresses in local.environment.alarm_emails : {
      for address in addresses : "${topic}/${address}" => { topic = topic, address = address }
    }
  ]...)

  runbook_url = join("/", concat(
    local.environment.repository_url == null ? [] : [local.environment.repository_url, "blob/main"],
    ["docs/operations/alarms.md"],
  ))
}

# CloudWatch cannot use the key that AWS has for SNS: it would fail to tell anyone, and only the alarm's history says so.
# The logs' key lets it: an alarm says less than the log that it sends its reader to.
resource "aws_sns_topic" "alarms" {
  for_each = local.alarm_topics

  name              = "${local.prefix}-${each.key}"
  display_name      = each.value
  kms_master_key_id = aws_kms_key.logs.arn
}

data "aws_iam_policy_document" "alarm_topic" {
  for_each = local.alarm_topics

  statement {
    sid       = "LetThisAccountsAlarmsPublish"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alarms[each.key].arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }

  # EventBridge tells which rule it publishes for: those of this environment only.
  statement {
    sid       = "LetReleasesThatFailPublish"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alarms[each.key].arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:events:${local.environment.region}:${local.account_id}:rule/${local.prefix}-*"]
    }
  }
}

resource "aws_sns_topic_policy" "alarms" {
  for_each = local.alarm_topics

  arn    = aws_sns_topic.alarms[each.key].arn
  policy = data.aws_iam_policy_document.alarm_topic[each.key].json
}

# AWS asks each address once whether it agrees; until then it gets nothing.
resource "aws_sns_topic_subscription" "alarms" {
  for_each = local.alarm_receivers

  topic_arn = aws_sns_topic.alarms[each.value.topic].arn
  protocol  = "email"
  endpoint  = each.value.address
}
