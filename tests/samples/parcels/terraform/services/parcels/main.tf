# Takes parcels and tells their owners about them.
module "parcels" {
  source     = "../../modules/service"
  deployment = local.deployment

  name          = "parcels"
  table_setting = "PARCELS_TABLE"
  table_actions = ["dynamodb:GetItem", "dynamodb:PutItem"]
}

locals { service = module.parcels }

import {
  for_each = local.restored_tables
  to       = module.parcels.module.restored_table[each.value].aws_dynamodb_table.this
  id       = each.value
}
