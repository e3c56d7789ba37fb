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
}

resource "aws_kms_key" "table" {
  count = local.in_second_region ? 0 : 1

  description             = "Table of customers in ${var.environment.name}"
  enable_key_rotation     = true
  deletion_window_in_days = var.environment.protect_data ? 30 : 7
  policy                  = data.aws_iam_policy_document.table_key.json
}

resource "aws_kms_alias" "table" {
  count = local.in_second_region ? 0 : 1

  name          = "alias/groundplan-${var.environment.name}-customers"
  target_key_id = aws_kms_key.table[0].key_id
}

moved {
  from = aws_kms_key.table
  to   = aws_kms_key.table[0]
}

moved {
  from = aws_kms_alias.table
  to   = aws_kms_alias.table[0]
}

locals {
  table_key_arn = one(concat(aws_kms_key.table[*].arn, data.aws_kms_alias.replica[*].target_key_arn))
}
