# Whoever makes the replica names its key, so the table's owner has both; each region locks its own copy of the data.
resource "aws_kms_key" "replica" {
  for_each = toset(local.in_second_region ? [] : var.environment.second_region[*].region)
  provider = aws.second

  description             = "Replica of the table of customers in ${var.environment.name}"
  enable_key_rotation     = true
  deletion_window_in_days = var.environment.protect_data ? 30 : 7
  policy                  = data.aws_iam_policy_document.table_key.json
}

resource "aws_kms_alias" "replica" {
  for_each = aws_kms_key.replica
  provider = aws.second

  name          = "alias/groundplan-${var.environment.name}-customers"
  target_key_id = each.value.key_id
}

data "aws_kms_alias" "replica" {
  count = local.in_second_region ? 1 : 0

  name = "alias/groundplan-${var.environment.name}-customers"
}
