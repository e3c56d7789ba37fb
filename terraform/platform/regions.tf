# A cursor of one region is good in the other: both derive from one multi-Region key. A key cannot become one, and the key
# for one region stays, so that no function is without one between this apply and its own.
resource "aws_kms_key" "shared_cursors" {
  count = local.environment.second_region == null || local.in_second_region ? 0 : 1

  description              = "Cursors that ${local.prefix} hands out in every region"
  key_usage                = "GENERATE_VERIFY_MAC"
  customer_master_key_spec = "HMAC_256"
  multi_region             = true
  deletion_window_in_days  = local.environment.protect_data ? 30 : 7
  policy                   = data.aws_iam_policy_document.cursor_key.json
}

resource "aws_kms_replica_key" "cursors" {
  count = local.in_second_region ? 1 : 0

  description             = "Cursors that ${local.prefix} hands out in every region"
  primary_key_arn         = var.primary.cursor_key_arn
  deletion_window_in_days = local.environment.protect_data ? 30 : 7
  policy                  = data.aws_iam_policy_document.cursor_key.json
}
