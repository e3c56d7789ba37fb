# Says who is calling; the gateway asks it for each token that it has not seen lately.
module "authorizer" {
  source     = "../../modules/service"
  deployment = local.deployment

  name = "authorizer"
  kind = "authorizer"
  settings = {
    ISSUER           = local.platform.issuer
    JWKS_URL         = local.platform.jwks_url
    CONSUMERS_PATH   = local.consumers_path
    GROUPS_PARAMETER = local.groups_parameter
  }
  statements = {
    ReadConsumers = { actions = ["ssm:GetParameter"], resources = ["arn:aws:ssm:${local.place}:parameter${local.consumers_path}/*"] }
    ReadGroups    = { actions = ["ssm:GetParameter"], resources = ["arn:aws:ssm:${local.place}:parameter${local.groups_parameter}"] }
  }
}

locals {
  service          = module.authorizer
  consumers_path   = "/${local.environment.name}/consumers"
  groups_parameter = "/${local.environment.name}/groups"
}
