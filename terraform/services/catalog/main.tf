data "aws_ssm_parameter" "platform" {
  name = "/${var.environment.name}/platform"
}

locals {
  platform = jsondecode(data.aws_ssm_parameter.platform.insecure_value)
}

# A restored table exists already when the values name it.
import {
  for_each = toset(compact([lookup(var.environment.restored_tables, "catalog", null)]))
  to       = module.catalog.module.restored_table[each.value].aws_dynamodb_table.this
  id       = each.value
}

module "catalog" {
  source = "../../modules/service"

  name         = "catalog"
  environment  = var.environment
  package      = var.package
  architecture = var.architecture
  contract     = var.contract

  table_setting = "CATALOG_TABLE"
  table_actions = [
    "dynamodb:BatchGetItem",
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
  ]
  table_indexes = { by_category = { partition_key = "category", sort_key = "id" } }

  settings = { CURSOR_KEY_ARN = local.platform.cursor_key_arn }
  statements = {
    DeriveCursorKey = {
      actions   = ["kms:GenerateMac"]
      resources = [local.platform.cursor_key_arn]
    }
  }
}
