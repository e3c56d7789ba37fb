# A table can be brought back to any second of the last 35 days from itself; backups are for longer, and for its loss.
locals {
  backups = local.in_second_region ? [] : local.environment.backups[*]
}

resource "aws_backup_vault" "this" {
  #checkov:skip=CKV_AWS_166:encrypted with AWS Backup's own key, which nobody can delete together with the backups

  count = length(local.backups)

  name          = local.prefix
  force_destroy = !local.environment.protect_data
}

resource "aws_backup_plan" "this" {
  count = length(local.backups)

  name = local.prefix

  rule {
    rule_name         = "tables"
    target_vault_name = aws_backup_vault.this[0].name
    schedule          = local.backups[0].schedule

    lifecycle {
      delete_after = local.backups[0].keep_days
    }

    dynamic "copy_action" {
      for_each = local.backups[0].copy_to_vault_arn[*]

      content {
        destination_vault_arn = copy_action.value

        lifecycle {
          delete_after = local.backups[0].keep_days
        }
      }
    }
  }
}

# Every table of this environment, those of services that do not exist yet too.
resource "aws_backup_selection" "tables" {
  count = length(local.backups)

  name         = "tables"
  plan_id      = aws_backup_plan.this[0].id
  iam_role_arn = aws_iam_role.backup[0].arn
  resources    = ["arn:aws:dynamodb:*:*:table/*"]

  condition {
    string_equals {
      key   = "aws:ResourceTag/environment"
      value = local.environment.name
    }
  }
}

data "aws_iam_policy_document" "assumed_by_backup" {
  statement {
    sid     = "LetBackupReadTables"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "backup" {
  count = length(local.backups)

  name               = "${local.prefix}-backup"
  description        = "What AWS Backup may do with the tables of ${local.prefix}"
  assume_role_policy = data.aws_iam_policy_document.assumed_by_backup.json

  permissions_boundary = local.permissions_boundary_arn
}

data "aws_iam_policy_document" "backup" {
  statement {
    sid = "BackUpTables"
    actions = [
      "dynamodb:CreateBackup",
      "dynamodb:DescribeTable",
      "dynamodb:ListTagsOfResource",
      "dynamodb:StartAwsBackupJob",
    ]
    resources = ["arn:aws:dynamodb:${local.environment.region}:${local.account_id}:table/${local.prefix}-*"]
  }

  statement {
    sid       = "EndBackups"
    actions   = ["dynamodb:DeleteBackup", "dynamodb:DescribeBackup"]
    resources = ["arn:aws:dynamodb:${local.environment.region}:${local.account_id}:table/${local.prefix}-*/backup/*"]
  }

  statement {
    sid       = "FindTablesByTag"
    actions   = ["tag:GetResources"]
    resources = ["*"]
  }

  statement {
    sid       = "CopyBackups"
    actions   = ["backup:CopyFromBackupVault", "backup:CopyIntoBackupVault", "backup:DescribeBackupVault", "backup:TagResource"]
    resources = ["arn:aws:backup:*:*:backup-vault:*", "arn:aws:backup:*:*:recovery-point:*"]
  }
}

resource "aws_iam_role_policy" "backup" {
  count = length(local.backups)

  name   = "back-up-tables"
  role   = aws_iam_role.backup[0].id
  policy = data.aws_iam_policy_document.backup.json
}
