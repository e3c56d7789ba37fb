data "aws_caller_identity" "current" {}

locals {
  account = "${var.environment.region}:${data.aws_caller_identity.current.account_id}"
  prefix  = "groundplan-${var.environment.name}"
}

module "smoke" {
  source = "../../modules/service"

  name         = "smoke"
  environment  = var.environment
  package      = var.package
  architecture = var.architecture

  # CodeDeploy waits for what it reports, up to an hour, and not for its answer.
  kind = "hook"

  statements = {
    InvokeNewVersions = {
      actions   = ["lambda:InvokeFunction"]
      resources = ["arn:aws:lambda:${local.account}:function:${local.prefix}-*"]
    }
    ReportToCodeDeploy = {
      actions   = ["codedeploy:GetDeployment", "codedeploy:PutLifecycleEventHookExecutionStatus"]
      resources = ["arn:aws:codedeploy:${local.account}:deploymentgroup:${local.prefix}-*/*"]
    }
  }
}
