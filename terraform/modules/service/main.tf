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
    TRACING                 = var.environment.tracing ? "active" : "off"
  }
  log_level_statements = {
    for parameter in aws_ssm_parameter.log_level : "ReadLogLevel" => { actions = ["ssm:GetParameter"], resources = [parameter.arn] }
  }
  # The table in use: the restored one once there is one. The other stays as it is, to look at and to go back to.
  restored_table = lookup(var.environment.restored_tables, var.name, null)
  owned_tables   = local.restored_table == null ? module.table[*] : values(module.restored_table)
  tables         = concat(local.owned_tables, values(local.replica_in_use))
  table_settings = { for table in local.tables : var.table_setting => table.name }

  # Both may be used: the version that still takes traffic, and one that is rolled back to, know the other table.
  table_arns = concat(module.table[*].arn, [for table in module.restored_table : table.arn], values(local.replicas)[*].arn)
  table_statements = local.has_table ? {
    UseTable = {
      actions   = var.table_actions
      resources = flatten([for arn in local.table_arns : concat([arn], [for index in keys(var.table_indexes) : "${arn}/index/${index}"])])
    }
  } : {}
}

module "table" {
  count  = local.owns_table ? 1 : 0
  source = "../dynamodb_table"

  name                 = local.full_name
  protected            = var.environment.protect_data
  contributor_insights = var.environment.contributor_insights
  key_arn              = var.table_key_arn
  indexes              = var.table_indexes
  limits               = var.environment.table_limits
  replicas             = local.replica_regions
}

# What `make restore-<service>` made. The root imports it, so that it gets what a restored table comes without.
module "restored_table" {
  for_each = toset(local.owns_table ? compact([local.restored_table]) : [])
  source   = "../dynamodb_table"

  name                 = each.key
  protected            = var.environment.protect_data
  contributor_insights = var.environment.contributor_insights
  key_arn              = var.table_key_arn
  indexes              = var.table_indexes
  limits               = var.environment.table_limits
  replicas             = local.replica_regions
}

module "function" {
  source = "../lambda_function"

  name         = local.full_name
  handler      = "entry.handle" # written into every package by its build, around services/<name>/main.py
  capacity     = try(var.environment.functions[var.name], {})
  asynchronous = var.kind == "hook"
  environment  = merge(local.common_settings, local.table_settings, var.settings)
  statements   = merge(local.log_level_statements, local.table_statements, var.statements)
  log          = { retention_days = var.environment.log_retention_days, key_arn = local.platform.log_key_arn }
  tracing      = var.environment.tracing

  permissions_boundary_arn = local.platform.permissions_boundary_arn
  region_suffix            = local.region_suffix

  package = {
    path         = var.package
    bucket       = local.platform.artifact_bucket
    prefix       = "packages/${var.name}"
    architecture = var.architecture
    signing      = local.platform.code_signing
  }
}

module "observability" {
  source = "../service_observability"

  name                 = module.function.name
  availability_percent = var.environment.availability_percent
  notices_topic_arn    = local.platform.alarm_topics.notices
  runbook_url          = local.platform.runbook_url
  refuses_by_raising   = var.kind == "authorizer"
  table                = one([for name in local.watched_tables : { name = name, actions = var.table_actions }])
  region_suffix        = local.region_suffix

  function = {
    alias_name      = module.function.alias_name
    timeout_seconds = module.function.timeout_seconds
    log_group_name  = module.function.log_group_name
    dead_letters    = module.function.dead_letters_name
  }
}

# Level, and share of requests at DEBUG: switched while the function runs, and left as it was switched. Only the router
# looks at it, so only a service with routes has one.
resource "aws_ssm_parameter" "log_level" {
  #checkov:skip=CKV2_AWS_34:a log level; nothing secret

  count = var.contract == null ? 0 : 1

  name           = "/${var.environment.name}/log-levels/${var.name}"
  description    = "Log level of ${var.name}, and the share of its requests that are logged at DEBUG"
  type           = "String"
  insecure_value = "INFO 0.01"

  lifecycle {
    ignore_changes = [insecure_value]
  }
}

moved {
  from = aws_ssm_parameter.log_level
  to   = aws_ssm_parameter.log_level[0]
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
  runbook_url     = local.platform.runbook_url

  notices_topic_arn        = local.platform.alarm_topics.notices
  permissions_boundary_arn = local.platform.permissions_boundary_arn
  region_suffix            = local.region_suffix
}

# The scopes that consumers may be given: <service>/read, <service>/write, <service>/admin.
resource "aws_cognito_resource_server" "this" {
  count = var.contract == null || local.in_second_region ? 0 : 1

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
  #checkov:skip=CKV2_AWS_34:names and addresses by which roots find each other; nothing secret

  name        = "/${var.environment.name}/services/${var.name}"
  description = "How the other roots find ${var.name}"
  type        = "String"

  insecure_value = jsonencode({
    function_name = module.function.name
    alias_name    = module.function.alias_name
    alias_arn     = module.function.alias_arn
    invoke_arn    = module.function.invoke_arn
    log_group     = module.function.log_group_name
    table_name    = one(local.tables[*].name)
    contract_key  = local.contract_key

    gateway_role_arn = one(aws_iam_role.gateway[*].arn)
    failing_alarm    = module.observability.failing_alarm
  })
}
