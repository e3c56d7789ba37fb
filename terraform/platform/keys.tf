# One block, because a key has one policy.
data "aws_iam_policy_document" "log_key" {
  statement {
    sid       = "AdministerThroughIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.account_id}:root"]
    }
  }

  statement {
    sid       = "EncryptLogs"
    actions   = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${local.environment.region}.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values   = ["arn:aws:logs:${local.environment.region}:${local.account_id}:*"]
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

# A key is billed by the month: what operates the environment shares one.
resource "aws_kms_key" "logs" {
  description             = "Log groups and alarms of ${local.prefix}"
  enable_key_rotation     = true
  deletion_window_in_days = local.environment.protect_data ? 30 : 7
  policy                  = data.aws_iam_policy_document.log_key.json
}

resource "aws_kms_alias" "logs" {
  name          = "alias/${local.prefix}-logs"
  target_key_id = aws_kms_key.logs.key_id
}

# KMS's default key policy, written down: the roles' own policies say who may use the key.
data "aws_iam_policy_document" "cursor_key" {
  statement {
    sid       = "AdministerThroughIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.account_id}:root"]
    }
  }
}

# Services derive the key that signs their cursors from this one (GenerateMac): there is no secret to store or to lose.
resource "aws_kms_key" "cursors" {
  count = local.in_second_region ? 0 : 1

  description              = "Cursors that ${local.prefix} hands out"
  key_usage                = "GENERATE_VERIFY_MAC"
  customer_master_key_spec = "HMAC_256"
  deletion_window_in_days  = local.environment.protect_data ? 30 : 7
  policy                   = data.aws_iam_policy_document.cursor_key.json
}

resource "aws_kms_alias" "cursors" {
  name          = "alias/${local.prefix}-cursors"
  target_key_id = local.cursor_key.key_id
}

moved {
  from = aws_kms_key.cursors
  to   = aws_kms_key.cursors[0]
}

locals {
  cursor_key = concat(aws_kms_replica_key.cursors, aws_kms_key.shared_cursors, aws_kms_key.cursors)[0]
}
