# Products and their prices; single ones are read by the gateway itself.
module "catalog" {
  source     = "../../modules/service"
  deployment = local.deployment

  name          = "catalog"
  table_setting = "CATALOG_TABLE"
  table_actions = ["dynamodb:BatchGetItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
  table_indexes = { by_category = { partition_key = "category", sort_key = "id" } }
  signs_cursors = true
}

locals { service = module.catalog }

import {
  for_each = local.restored_tables
  to       = module.catalog.module.restored_table[each.value].aws_dynamodb_table.this
  id       = each.value
}
