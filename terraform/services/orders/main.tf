# Takes orders and follows each to its delivery. Nothing is deleted: what is cancelled stays as a fact.
module "orders" {
  source     = "../../modules/service"
  deployment = local.deployment

  name          = "orders"
  table_setting = "ORDERS_TABLE"
  table_actions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
  # For a consumer's own orders, of one status or of all. Each index is paid for with every write (docs/cost.md).
  table_indexes = { by_status = { partition_key = "tenant_status", sort_key = "id" } }
  signs_cursors = true # a tenant reads its orders in pages, newest first

  # It asks the catalog for prices, as any other consumer would.
  consumer = "orders-service"
}

locals { service = module.orders }

import {
  for_each = local.restored_tables
  to       = module.orders.module.restored_table[each.value].aws_dynamodb_table.this
  id       = each.value
}
