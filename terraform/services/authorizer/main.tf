# Says who is calling and what they may: the gateway asks it for each token that it has not seen lately. It knows a token's
# consumer and a person's groups from parameters, which the gateway's root writes.
module "authorizer" {
  source     = "../../modules/service"
  deployment = local.deployment

  name = "authorizer"
  kind = "authorizer"
  settings = {
    ISSUER           = local.platform.issuer
    JWKS_URL         = local.platform.jwks_url
    CONSUMERS_PATH   = "/${local.environment.name}/consumers"
    GROUPS_PARAMETER = "/${local.environment.name}/groups"
    SIGNERS_PATH     = "/${local.environment.name}/signers"
    AUDIENCE         = "${local.environment.product}-${local.environment.name}"
  }
  statements = {
    ReadConsumers = { actions = ["ssm:GetParameter"], resources = ["${local.parameters}/consumers/*"] }
    ReadSigners   = { actions = ["ssm:GetParameter"], resources = ["${local.parameters}/signers/*"] }
    ReadGroups    = { actions = ["ssm:GetParameter"], resources = ["${local.parameters}/groups"] }
  }
}

locals { service = module.authorizer }
locals { parameters = "arn:aws:ssm:${local.place}:parameter/${local.environment.name}" }
