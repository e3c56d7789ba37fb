# Asks each new version of every function before it takes traffic. CodeDeploy calls it by its name and waits for what it
# reports, up to an hour, not for its answer.
module "smoke" {
  source     = "../../modules/service"
  deployment = local.deployment

  name         = "smoke"
  kind         = "hook"
  dead_letters = module.dead_letters.queue
  statements = {
    InvokeNewVersions = {
      actions   = ["lambda:InvokeFunction"]
      resources = ["arn:aws:lambda:${local.place}:function:${local.environment.product}-${local.environment.name}-*"]
    }
    ReportToCodeDeploy = {
      actions   = ["codedeploy:GetDeployment", "codedeploy:PutLifecycleEventHookExecutionStatus"]
      resources = ["arn:aws:codedeploy:${local.place}:deploymentgroup:${local.environment.product}-${local.environment.name}-*/*"]
    }
  }
}

locals { service = module.smoke }
