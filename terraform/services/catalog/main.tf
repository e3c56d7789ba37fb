# The shop's products. The gateway reads single products itself, with the role for direct routes in the contract; the
# function answers lists, reads several products by their ids, and changes them.
module "catalog" {
  source     = "../../modules/service"
  deployment = local.deployment

  name          = "catalog"
  table_setting = "CATALOG_TABLE"
  table_actions = ["dynamodb:BatchGetItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
  # For the products of a category, oldest first: ids sort by time.
  table_indexes = { by_category = { partition_key = "category", sort_key = "id" } }
  signs_cursors = true # a category may be large, so that it is read in pages
}

locals { service = module.catalog }

import {
  for_each = local.restored_tables
  to       = module.catalog.module.restored_table[each.value].aws_dynamodb_table.this
  id       = each.value
}
