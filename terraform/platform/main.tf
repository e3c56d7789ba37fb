data "aws_caller_identity" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  prefix     = "groundplan-${var.environment.name}"

  # Applied a second time in another region, this root leaves out what there is once: users, budget, backups.
  in_second_region = var.environment.primary_region != null
  region_suffix    = local.in_second_region ? "-${var.environment.region}" : ""
}
