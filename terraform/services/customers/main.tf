# Who the people are that order: personal data, so the table has a key of its own (key.tf).
module "customers" {
  source        = "../../modules/service"
  deployment    = local.deployment
  name          = "customers"
  table_setting = "CUSTOMERS_TABLE"
  table_actions = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
  table_key     = module.table_key.arns
}

locals { service = module.customers }

import {
  for_each = local.restored_tables
  to       = module.customers.module.restored_table[each.value].aws_dynamodb_table.this
  id       = each.value
}
