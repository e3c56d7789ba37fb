# Takes orders and follows each to its delivery.
module "orders" {
  source     = "../../modules/service"
  deployment = local.deployment

  name          = "orders"
  table_setting = "ORDERS_TABLE"
  table_actions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
  table_indexes = {
    by_id     = { partition_key = "id", sort_key = "tenant" }
    by_status = { partition_key = "tenant_status", sort_key = "id" }
  }
  signs_cursors = true

  # Orders asks the catalog for prices as a consumer of its own.
  consumer = "orders-service"
}

locals { service = module.orders }

import {
  for_each = local.restored_tables
  to       = module.orders.module.restored_table[each.value].aws_dynamodb_table.this
  id       = each.value
}
