module "environment" {
  source = "../modules/environment"
  values = var.environment
}

data "aws_caller_identity" "current" {}

# Nothing without `portal` in the environment's values. It holds no data: `make deploy-portal` makes all of it anew.
module "portal" {
  source = "../modules/portal"
  count  = local.environment.portal == null ? 0 : 1

  name     = "${local.environment.product}-${local.environment.name}-portal"
  bucket   = "${local.environment.product}-${local.environment.name}-portal-${data.aws_caller_identity.current.account_id}"
  site     = var.site
  visitors = local.environment.portal.visitors
  origins  = [for url in compact([local.environment.portal.api_url, local.environment.portal.token_url]) : regex("^https://[^/]+", url)]
}
