data "aws_ssm_parameter" "platform" {
  name = "/${var.environment.name}/platform"
}

locals {
  platform = jsondecode(data.aws_ssm_parameter.platform.insecure_value)

  # Orders asks the catalog for prices as a consumer of its own; the gateway root makes and renews this secret.
  credentials = "/${var.environment.name}/consumers/orders-service"
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

  table_indexes = {
    by_id     = { partition_key = "id", sort_key = "tenant" }
    by_status = { partition_key = "tenant_status", sort_key = "id" }
  }

  settings = {
    CURSOR_KEY_ARN = local.platform.cursor_key_arn
    CREDENTIALS    = local.credentials
  }
  statements = {
    # Secrets Manager puts a dash and six characters behind a secret's name.
    ReadOwnCredentials = {
      actions   = ["secretsmanager:GetSecretValue"]
      resources = ["arn:aws:secretsmanager:${var.environment.region}:${var.environment.account_ids[0]}:secret:${local.credentials}-??????"]
    }
    DeriveCursorKey = {
      actions   = ["kms:GenerateMac"]
      resources = [local.platform.cursor_key_arn]
    }
  }
}
