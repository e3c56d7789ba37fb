# Keys of what is kept, and its backups.
data "aws_iam_policy_document" "deploy_keys" {
  statement {
    sid = "MakeKeys"
    actions = [
      "kms:CreateKey",
      "kms:ListAliases",
    ]
    resources = ["*"]
  }

  # The boundary lets it do so to this environment's alone.
  statement {
    sid = "ManageKeys"
    actions = [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:EnableKeyRotation",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:ReplicateKey",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateKeyDescription",
    ]
    resources = ["arn:aws:kms:*:${local.account_id}:key/*"]
  }

  statement {
    sid = "NameKeys"
    actions = [
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:UpdateAlias",
    ]
    resources = [
      "arn:aws:kms:*:${local.account_id}:alias/${local.own}-*",
      "arn:aws:kms:*:${local.account_id}:key/*",
    ]
  }

  statement {
    sid = "KeepBackups"
    actions = [
      "backup:CreateBackupVault",
      "backup:DeleteBackupVault",
      "backup:DescribeBackupVault",
      "backup:ListRecoveryPointsByBackupVault",
      "backup:ListTags",
      "backup:TagResource",
      "backup:UntagResource",
    ]
    resources = ["arn:aws:backup:*:${local.account_id}:backup-vault:${local.own}"]
  }

  statement {
    sid       = "MakeVaults"
    actions   = ["backup-storage:MountCapsule"]
    resources = ["*"]
  }

  statement {
    sid = "PlanBackups"
    actions = [
      "backup:CreateBackupPlan",
      "backup:CreateBackupSelection",
      "backup:DeleteBackupPlan",
      "backup:DeleteBackupSelection",
      "backup:GetBackupPlan",
      "backup:GetBackupSelection",
      "backup:ListTags",
      "backup:TagResource",
      "backup:UntagResource",
      "backup:UpdateBackupPlan",
    ]
    resources = ["arn:aws:backup:*:${local.account_id}:backup-plan:*"]
  }
}
