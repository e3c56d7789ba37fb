data "aws_caller_identity" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  prefix     = "groundplan-${var.environment.name}"

  # Long enough to undo a mistake, and nothing in environments that come and go.
  recovery_days = var.environment.protect_data ? 30 : 0
}
