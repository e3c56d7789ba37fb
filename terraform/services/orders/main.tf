data "aws_ssm_parameter" "platform" {
  name = "/${var.environment.name}/platform"
}

locals {
  platform = jsondecode(data.aws_ssm_parameter.platform.insecure_value)
}

# A restored table exists already when the values name it.
import {
  for_each = toset(compact([lookup(var.environment.restored_tables, "orders", null)]))
  to       = module.orders.module.restored_table[each.value].aws_dynamodb_table.this
  id       = each.value
}

module "orders" {
  source = "../../modules/service"

  name         = "orders"
  environment  = var.environment
  package      = var.package
  architecture = var.architecture
  contract     = var.contract

  table_setting = "ORDERS_TABLE"
  table_actions = [
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
  ]

  settings = { CURSOR_KEY_ARN = local.platform.cursor_key_arn }
  statements = {
    DeriveCursorKey = {
      actions   = ["kms:GenerateMac"]
      resources = [local.platform.cursor_key_arn]
    }
  }
}
