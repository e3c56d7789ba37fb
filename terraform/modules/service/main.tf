data "aws_ssm_parameter" "platform" {
  name = "/${var.environment.name}/platform"
}

locals {
  platform  = jsondecode(data.aws_ssm_parameter.platform.insecure_value)
  full_name = "groundplan-${var.environment.name}-${var.name}"
  has_table = length(var.table_actions) > 0

  common_settings = {
    ENVIRONMENT             = var.environment.name
    POWERTOOLS_SERVICE_NAME = var.name
    LOG_LEVEL               = "INFO"
  }
  table_settings = { for table in module.table : var.table_setting => table.name }
  table_statements = {
    for table in module.table : "UseTable" => {
      actions   = var.table_actions
      resources = concat([table.arn], [for index in keys(var.table_indexes) : "${table.arn}/index/${index}"])
    }
  }
}

module "table" {
  count  = local.has_table ? 1 : 0
  source = "../dynamodb_table"

  name      = local.full_name
  protected = var.environment.protect_data
  indexes   = var.table_indexes
}

module "function" {
  source = "../lambda_function"

  name               = local.full_name
  handler            = "services.${var.name}.main.handle"
  package            = var.package
  package_bucket     = local.platform.artifact_bucket
  package_prefix     = "packages/${var.name}"
  architecture       = var.architecture
  environment        = merge(local.common_settings, local.table_settings, var.settings)
  statements         = merge(local.table_statements, var.statements)
  log_retention_days = var.environment.log_retention_days
  log_key_arn        = local.platform.log_key_arn
}

# The service `smoke` is found by its name: no service waits for another's root.
module "release" {
  source = "../release"

  name            = module.function.name
  alias_name      = module.function.alias_name
  new_version     = module.function.published_version
  timeout_seconds = module.function.timeout_seconds
  smoke_function  = "groundplan-${var.environment.name}-smoke"
  traffic         = var.environment.release
}

# The scopes that consumers may be given: <service>/read, <service>/write, <service>/admin.
resource "aws_cognito_resource_server" "this" {
  count = var.contract == null ? 0 : 1

  user_pool_id = local.platform.user_pool_id
  identifier   = var.name
  name         = var.name

  dynamic "scope" {
    for_each = {
      admin = "Administer ${var.name}"
      read  = "Read ${var.name}"
      write = "Change ${var.name}"
    }

    content {
      scope_name        = scope.key
      scope_description = scope.value
    }
  }
}

resource "aws_ssm_parameter" "this" {
  name        = "/${var.environment.name}/services/${var.name}"
  description = "How the other roots find ${var.name}"
  type        = "String"

  insecure_value = jsonencode({
    function_name = module.function.name
    alias_name    = module.function.alias_name
    alias_arn     = module.function.alias_arn
    invoke_arn    = module.function.invoke_arn
    log_group     = module.function.log_group_name
    table_name    = one(module.table[*].name)
    contract_key  = local.contract_key

    gateway_role_arn = one(aws_iam_role.gateway[*].arn)
  })
}
