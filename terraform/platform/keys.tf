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
      identifiers = ["logs.${var.environment.region}.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values   = ["arn:aws:logs:${var.environment.region}:${local.account_id}:*"]
    }
  }
}

resource "aws_kms_key" "logs" {
  description             = "Log groups of ${local.prefix}"
  enable_key_rotation     = true
  deletion_window_in_days = var.environment.protect_data ? 30 : 7
  policy                  = data.aws_iam_policy_document.log_key.json
}

resource "aws_kms_alias" "logs" {
  name          = "alias/${local.prefix}-logs"
  target_key_id = aws_kms_key.logs.key_id
}

# Signs the cursors that services hand out. It is made by AWS and written once: neither plan nor state holds it.
ephemeral "aws_secretsmanager_random_password" "cursor_key" {
  password_length     = 64
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "cursor_key" {
  name                    = "/${var.environment.name}/cursor-key"
  description             = "Signs the cursors of paged answers"
  recovery_window_in_days = local.recovery_days
}

resource "aws_secretsmanager_secret_version" "cursor_key" {
  secret_id                = aws_secretsmanager_secret.cursor_key.id
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.cursor_key.random_password
  secret_string_wo_version = 1
}
