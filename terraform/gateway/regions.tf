# Two regions, one domain: Route 53 answers each caller with the nearer one that is healthy.
locals {
  in_second_region = local.environment.primary_region != null
  serves_from_two  = local.environment.second_region != null
  region_suffix    = local.in_second_region ? "-${local.environment.region}" : ""
  certificate_arn  = try(local.in_second_region ? local.environment.second_region.certificate_arn : local.environment.domain.certificate_arn, null)

  latency = one([
    for check in aws_route53_health_check.this : { region = local.environment.region, health_check_id = check.id }
  ])
}

# A name for this region alone: the health check needs one, because the API's own address is off, and so does a consumer
# that must keep to one region.
module "region_domain" {
  count  = local.serves_from_two ? 1 : 0
  source = "../modules/custom_domain"

  name            = "${local.environment.region}.${local.environment.domain.name}"
  certificate_arn = local.certificate_arn
  hosted_zone_id  = local.environment.domain.hosted_zone_id
  api_id          = module.api_gateway.api_id
  stage_name      = module.api_gateway.stage_name
}

# Three places are the fewest, and each asks all the time: every answer is a request that is paid for and logged.
resource "aws_route53_health_check" "this" {
  count = local.serves_from_two ? 1 : 0

  type              = "HTTPS"
  fqdn              = "${local.environment.region}.${local.environment.domain.name}"
  port              = 443
  resource_path     = "/${module.api_gateway.stage_name}/health"
  request_interval  = 30
  failure_threshold = 3
  regions           = ["eu-west-1", "us-east-1", "us-west-2"]

  # Before the name leads anywhere, the check would only fail.
  depends_on = [module.region_domain]

  # The console shows a check by this tag alone.
  tags = { Name = "${local.environment.product}-${local.environment.name}-${local.environment.region}" }
}
