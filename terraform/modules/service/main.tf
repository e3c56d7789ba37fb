locals {
  environment  = var.deployment.environment
  platform     = var.deployment.platform
  has_contract = var.deployment.contract != null
  full_name    = "${local.environment.product}-${local.environment.name}-${var.name}"
  has_table    = length(var.table_actions) > 0
}

# A request to a service that calls another takes two places of Lambda at once. If the callers could take all of them,
# none would be left for whom they wait for, and every request would fail: so together they get half.
locals {
  callers      = [for consumer in values(try(local.environment.consumers, {})) : consumer if consumer.tier == "internal" && consumer.enabled]
  half         = floor(coalesce(try(local.environment.account_concurrency, null), 0) / 2)
  caller_share = local.half == 0 || var.consumer == null ? null : max(1, floor(local.half / max(1, length(local.callers))))
  chosen       = try(local.environment.functions[var.name], {})
  capacity     = merge(local.chosen, { reserved = try(coalesce(local.chosen.reserved, local.caller_share), local.caller_share) })
}

module "table" {
  count  = local.owns_table ? 1 : 0
  source = "../dynamodb_table"

  name                 = local.full_name
  protected            = local.environment.protect_data
  contributor_insights = local.environment.contributor_insights
  key_arn              = local.table_key_arn
  indexes              = var.table_indexes
  limits               = local.environment.table_limits
  replicas             = local.replica_regions
}

# The table of `make restore-<service>`. The root imports it and gives it the settings that a restored table lacks.
module "restored_table" {
  for_each = toset(local.owns_table ? compact([local.restored_table]) : [])
  source   = "../dynamodb_table"

  name                 = each.key
  protected            = local.environment.protect_data
  contributor_insights = local.environment.contributor_insights
  key_arn              = local.table_key_arn
  indexes              = var.table_indexes
  limits               = local.environment.table_limits
  replicas             = local.replica_regions
}

module "function" {
  source = "../lambda_function"

  name         = local.full_name
  handler      = "entry.handle" # written into every package by its build, around services/<name>/main.py
  capacity     = local.capacity
  dead_letters = var.dead_letters
  environment  = local.settings
  statements   = local.statements
  log = {
    retention_days = local.environment.log_retention_days
    key_arn        = local.platform.log_key_arn
    # Lambda's own lines say when a run began and ended: where requests have no line of ours, neither have they.
    system_level = local.environment.logs.function_level == "WARNING" ? "WARN" : "INFO"
  }
  tracing = local.environment.tracing

  permissions_boundary_arn = local.platform.permissions_boundary_arn
  region_suffix            = local.region_suffix

  package = {
    path         = var.deployment.package
    bucket       = local.platform.artifact_bucket
    prefix       = "packages/${var.name}"
    architecture = var.deployment.architecture
    signing      = local.platform.code_signing
  }
}

module "observability" {
  source = "../service_observability"

  name                 = module.function.name
  availability_percent = local.environment.availability_percent
  notices_topic_arn    = local.platform.alarm_topics.notices
  runbook_url          = local.platform.runbook_url
  refuses_by_raising   = var.kind == "authorizer"
  alarms               = local.environment.alarms
  dashboard            = local.environment.service_dashboards
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

  count = local.has_contract ? 1 : 0

  name           = "/${local.environment.name}/log-levels/${var.name}"
  description    = "Log level of ${var.name}, and the share of its requests that are logged at DEBUG"
  type           = "String"
  insecure_value = "${local.environment.logs.function_level} 0.01"

  lifecycle {
    ignore_changes = [insecure_value]
  }
}

moved {
  from = aws_ssm_parameter.log_level
  to   = aws_ssm_parameter.log_level[0]
}

# The service `smoke` is found by its name: no service waits for another's root. A hook has no traffic to take shares of:
# it is invoked once a release, and its smoke test and dead letters tell.
module "release" {
  source = "../release"

  name            = module.function.name
  alias_name      = module.function.alias_name
  new_version     = module.function.published_version
  timeout_seconds = module.function.timeout_seconds
  smoke_function  = "${local.environment.product}-${local.environment.name}-smoke"
  traffic         = var.kind == "hook" ? { shift = "at-once" } : local.environment.release
  runbook_url     = local.platform.runbook_url

  notices_topic_arn        = local.platform.alarm_topics.notices
  permissions_boundary_arn = local.platform.permissions_boundary_arn
  region_suffix            = local.region_suffix
}

# The scopes that consumers may be given: <service>/read, <service>/write, <service>/admin.
resource "aws_cognito_resource_server" "this" {
  count = local.has_contract && !local.in_second_region ? 1 : 0

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

  name        = "/${local.environment.name}/services/${var.name}"
  description = "How the other roots find ${var.name}"
  type        = "String"

  lifecycle {
    precondition {
      condition     = local.caller_share == null || coalesce(local.capacity.reserved, 0) <= local.half
      error_message = "${var.name} calls other services, and functions.${var.name}.reserved = ${coalesce(local.capacity.reserved, 0)} lets it take more than half of account_concurrency (${local.half}): whom it calls could be left without a place, and all its requests would fail. Reserve ${coalesce(local.caller_share, 0)}, or leave it out."
    }
  }

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
