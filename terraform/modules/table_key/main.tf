# Personal data has a key of its own: whoever reads the table needs this key too, each use of it is in CloudTrail, and
# disabling it locks this data, backups included, and no other.
data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "table_key" {
  statement {
    sid       = "AdministerThroughIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

locals {
  in_second_region = var.environment.primary_region != null
  alias            = "alias/${var.environment.product}-${var.environment.name}-${var.name}"
  deletion_days    = var.environment.protect_data ? 30 : 7
}

resource "aws_kms_key" "table" {
  count = local.in_second_region ? 0 : 1

  description             = "Table of ${var.name} in ${var.environment.name}"
  enable_key_rotation     = true
  deletion_window_in_days = local.deletion_days
  policy                  = data.aws_iam_policy_document.table_key.json
}

resource "aws_kms_alias" "table" {
  count = local.in_second_region ? 0 : 1

  name          = local.alias
  target_key_id = aws_kms_key.table[0].key_id
}
