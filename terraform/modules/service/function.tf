# The function's settings and permissions: those that every service has, and those that this one's inputs ask for.
locals {
  settings = merge(
    {
      ENVIRONMENT             = local.environment.name
      POWERTOOLS_SERVICE_NAME = var.name
      LOG_LEVEL               = local.environment.logs.function_level
      TRACING                 = local.environment.tracing ? "active" : "off"
    },
    local.table_settings,
    var.signs_cursors ? { CURSOR_KEY_ARN = local.platform.cursor_key_arn } : {},
    var.consumer == null ? {} : { CREDENTIALS = local.secret },
    var.settings,
  )
  secret = "/${local.environment.name}/consumers/${coalesce(var.consumer, "-")}"
}

locals {
  needs = {
    DeriveCursorKey = {
      needed    = var.signs_cursors
      actions   = ["kms:GenerateMac"]
      resources = var.signs_cursors ? [local.platform.cursor_key_arn] : []
    }
    ReadLogLevel = {
      needed    = local.has_contract
      actions   = ["ssm:GetParameter"]
      resources = aws_ssm_parameter.log_level[*].arn
    }
    # Secrets Manager puts a dash and six characters behind a secret's name.
    ReadOwnCredentials = {
      needed    = var.consumer != null
      actions   = ["secretsmanager:GetSecretValue"]
      resources = ["arn:aws:secretsmanager:${local.environment.region}:${local.environment.account_ids[0]}:secret:${local.secret}-??????"]
    }
    UseTable = {
      needed    = local.has_table
      actions   = var.table_actions
      resources = flatten([for arn in local.table_arns : concat([arn], [for index in keys(var.table_indexes) : "${arn}/index/${index}"])])
    }
    UseTableKey = local.key_need
  }
}

locals {
  # DynamoDB uses the table's key in the name of who calls it (developer guide, "Authorizing use of your customer managed key").
  key_need = {
    needed    = var.table_key != null
    resources = [local.table_key_arn]
    actions = [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]
  }
}

locals {
  statements = merge({ for sid, each in local.needs : sid => { actions = each.actions, resources = each.resources } if each.needed }, var.statements)

  # The table in use: the restored one once there is one. The other stays as it is, to look at and to go back to.
  restored_table = lookup(local.environment.restored_tables, var.name, null)
  owned_tables   = local.restored_table == null ? module.table[*] : values(module.restored_table)
  tables         = concat(local.owned_tables, values(local.replica_in_use))
  table_settings = { for table in local.tables : var.table_setting => table.name }
  table_key_arn  = try(var.table_key.here, null)

  # Both may be used: the version that still takes traffic, and one that is rolled back to, know the other table.
  table_arns = concat(module.table[*].arn, [for table in module.restored_table : table.arn], values(local.replicas)[*].arn)
}
