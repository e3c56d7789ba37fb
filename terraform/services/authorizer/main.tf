data "aws_caller_identity" "current" {}

data "aws_ssm_parameter" "platform" {
  name = "/${var.environment.name}/platform"
}

locals {
  platform         = jsondecode(data.aws_ssm_parameter.platform.insecure_value)
  consumers_path   = "/${var.environment.name}/consumers"
  groups_parameter = "/${var.environment.name}/groups"
  parameters_arn   = "arn:aws:ssm:${var.environment.region}:${data.aws_caller_identity.current.account_id}:parameter"
}

module "authorizer" {
  source = "../../modules/service"

  name         = "authorizer"
  environment  = var.environment
  package      = var.package
  architecture = var.architecture

  kind = "authorizer"

  settings = {
    ISSUER           = local.platform.issuer
    JWKS_URL         = local.platform.jwks_url
    CONSUMERS_PATH   = local.consumers_path
    GROUPS_PARAMETER = local.groups_parameter
  }
  statements = {
    ReadConsumers = {
      actions   = ["ssm:GetParameter"]
      resources = ["${local.parameters_arn}${local.consumers_path}/*"]
    }
    ReadGroups = {
      actions   = ["ssm:GetParameter"]
      resources = ["${local.parameters_arn}${local.groups_parameter}"]
    }
  }
}
