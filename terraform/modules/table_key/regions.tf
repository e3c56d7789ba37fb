# Whoever makes the replica names its key, so the table's owner has both; each region locks its own copy of the data.
resource "aws_kms_key" "replica" {
  for_each = toset(local.in_second_region ? [] : var.environment.second_region[*].region)
  provider = aws.second

  description             = "Replica of the table of ${var.name} in ${var.environment.name}"
  enable_key_rotation     = true
  deletion_window_in_days = local.deletion_days
  policy                  = data.aws_iam_policy_document.table_key.json
}

resource "aws_kms_alias" "replica" {
  for_each = aws_kms_key.replica
  provider = aws.second

  name          = local.alias
  target_key_id = each.value.key_id
}

# In the second region the root finds the key that the primary's made there.
data "aws_kms_alias" "replica" {
  count = local.in_second_region ? 1 : 0

  name = local.alias
}
