# A restored table exists already when the values name it.
import {
  for_each = toset(compact([lookup(var.environment.restored_tables, "customers", null)]))
  to       = module.customers.module.restored_table[each.value].aws_dynamodb_table.this
  id       = each.value
}

module "customers" {
  source = "../../modules/service"

  name         = "customers"
  environment  = var.environment
  package      = var.package
  architecture = var.architecture
  contract     = var.contract

  table_setting = "CUSTOMERS_TABLE"
  table_key_arn = local.table_key_arn

  replica_key_arn = one(values(aws_kms_key.replica)[*].arn)

  table_actions = [
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
  ]

  # DynamoDB uses the table's key in the name of who calls it (developer guide, "Authorizing use of your customer managed key").
  statements = {
    UseTableKey = {
      actions = [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]
      resources = [local.table_key_arn]
    }
  }
}
