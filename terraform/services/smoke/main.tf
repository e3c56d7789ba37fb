# Asks each new version before it takes traffic. CodeDeploy waits for what it reports, up to an hour, not for its answer.
module "smoke" {
  source     = "../../modules/service"
  deployment = local.deployment

  name = "smoke"
  kind = "hook"
  statements = {
    InvokeNewVersions = {
      actions   = ["lambda:InvokeFunction"]
      resources = ["arn:aws:lambda:${local.place}:function:${local.prefix}-*"]
    }
    ReportToCodeDeploy = {
      actions   = ["codedeploy:GetDeployment", "codedeploy:PutLifecycleEventHookExecutionStatus"]
      resources = ["arn:aws:codedeploy:${local.place}:deploymentgroup:${local.prefix}-*/*"]
    }
  }
}

locals {
  service = module.smoke
  prefix  = "groundplan-${local.environment.name}"
}
