module "environment" {
  source = "../modules/environment"
  values = var.environment
}

data "aws_ssm_parameter" "platform" {
  name = "/${local.environment.name}/platform"
}

data "aws_ssm_parameter" "authorizer" {
  name = "/${local.environment.name}/services/authorizer"
}

locals {
  platform   = jsondecode(data.aws_ssm_parameter.platform.insecure_value)
  authorizer = jsondecode(data.aws_ssm_parameter.authorizer.insecure_value)
}

module "api_gateway" {
  source = "../modules/api_gateway"

  name               = "${local.environment.product}-${local.environment.name}"
  product            = local.environment.product
  environment_name   = local.environment.name
  contracts          = local.contracts
  functions          = local.functions
  authorizer         = local.authorizer
  service_levels     = local.service_levels
  endpoint_type      = local.environment.endpoint_type
  resource_quota     = local.environment.resource_quota
  cache_size         = local.environment.cache_size
  tracing            = local.environment.tracing
  access_log_omits   = local.environment.logs.access_omits
  access_log_days    = local.environment.logs.access_days
  log_retention_days = local.environment.log_retention_days
  log_key_arn        = local.platform.log_key_arn

  default_endpoint_enabled = local.environment.domain == null
}

module "custom_domain" {
  count  = local.environment.domain == null ? 0 : 1
  source = "../modules/custom_domain"

  name              = local.environment.domain.name
  certificate_arn   = local.certificate_arn
  hosted_zone_id    = local.environment.domain.hosted_zone_id
  endpoint_type     = local.environment.endpoint_type
  api_id            = module.api_gateway.api_id
  stage_name        = module.api_gateway.stage_name
  truststore        = try(file("${path.module}/../environments/${local.environment.domain.truststore}"), null)
  truststore_bucket = "${local.environment.product}-${local.environment.name}-truststore-${local.environment.account_ids[0]}"
  latency           = local.latency
}

module "web_acl" {
  count  = local.environment.web_acl == null ? 0 : 1
  source = "../modules/web_acl"

  name                   = "${local.environment.product}-${local.environment.name}"
  stage_arn              = module.api_gateway.stage_arn
  requests_per_5_minutes = local.environment.web_acl.requests_per_5_minutes
  promised_per_5_minutes = { for tier, promised in local.promised_per_address : tier => promised if tier != "internal" }
  largest_body_kb        = local.environment.web_acl.largest_body_kb
  log_stream_arn         = try(local.delivery.streams.web_acl_log_lines, null)
  log_retention_days     = local.environment.log_retention_days
  log_key_arn            = local.platform.log_key_arn

  services = {
    called                 = sort(local.called_by_services)
    promised_per_5_minutes = lookup(local.promised_per_address, "internal", 0)
  }
}

locals {
  url = coalesce(var.api_url, one(module.custom_domain[*].url), module.api_gateway.invoke_url)
}

module "consumers" {
  source = "../modules/consumers"

  environment_name = local.environment.name
  consumers        = local.environment.consumers
  usage_plan_ids   = module.api_gateway.usage_plan_ids
  user_pool_id     = local.platform.user_pool_id
  services         = keys(local.contracts)
  recovery_days    = local.environment.protect_data ? 30 : 0
  client_ids       = var.client_ids
  replica_region   = try(local.environment.second_region.region, null)
}

module "observability" {
  source = "../modules/gateway_observability"

  name                 = module.api_gateway.name
  stage_name           = module.api_gateway.stage_name
  access_log_group     = module.api_gateway.access_log_group
  authorizer_log_group = local.authorizer.log_group
  services             = local.watched
  availability_percent = local.environment.availability_percent
  topics               = local.platform.alarm_topics
  runbook_url          = local.platform.runbook_url
  tracing              = local.environment.tracing
  traces               = local.environment.traces
  alarms               = local.environment.alarms
  detections           = local.environment.detections
  region_suffix        = local.region_suffix
}

resource "aws_ssm_parameter" "gateway" {
  #checkov:skip=CKV2_AWS_34:names and addresses by which roots find each other; nothing secret

  name        = "/${local.environment.name}/gateway"
  description = "How services and commands find the gateway"
  type        = "String"

  insecure_value = jsonencode({
    api_id           = module.api_gateway.api_id
    stage            = module.api_gateway.stage_name
    url              = local.url
    access_log_group = module.api_gateway.access_log_group
    waf_log_group    = one(module.web_acl[*].log_group)
    body_sha256      = module.api_gateway.body_sha256
  })
}

# Which contracts the API was made of, for the deploy command. A parameter's 4 KB would end at some forty services.
resource "aws_s3_object" "served" {
  bucket       = local.platform.artifact_bucket
  key          = "served/contracts.json"
  content_type = "application/json"
  content      = jsonencode(local.pointers)

  # A gateway that could not be applied must not look as if it served them.
  depends_on = [module.api_gateway]
}
