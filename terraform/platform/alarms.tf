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
data "aws_iam_policy_document" "alarm_key" {
  statement {
    sid       = "AdministerThroughIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.account_id}:root"]
    }
  }

  # Who may publish at all is the topics' to say; encrypting alone reaches nobody.
  statement {
    sid       = "EncryptWhatIsPublished"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"]
    }
  }
}

resource "aws_kms_key" "alarms" {
  description             = "Alarms of ${local.prefix}"
  enable_key_rotation     = true
  deletion_window_in_days = local.environment.protect_data ? 30 : 7
  policy                  = data.aws_iam_policy_document.alarm_key.json
}

resource "aws_kms_alias" "alarms" {
  name          = "alias/${local.prefix}-alarms"
  target_key_id = aws_kms_key.alarms.key_id
}

resource "aws_sns_topic" "alarms" {
  for_each = local.alarm_topics

  name              = "${local.prefix}-${each.key}"
  display_name      = each.value
  kms_master_key_id = aws_kms_key.alarms.arn
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
