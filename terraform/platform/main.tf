module "environment" {
  source = "../modules/environment"
  values = var.environment
}

data "aws_caller_identity" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  prefix     = "${local.environment.product}-${local.environment.name}"

  # Made by the bootstrap, which pipelines may not change: no role of ours can do more than it allows.
  permissions_boundary_arn = "arn:aws:iam::${local.account_id}:policy/${local.environment.product}-boundary-${local.environment.region}"

  # Applied a second time in another region, this root leaves out what there is once: users, budget, backups.
  in_second_region = local.environment.primary_region != null
  region_suffix    = local.in_second_region ? "-${local.environment.region}" : ""
}
