mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  package = "../../testing/package.zip"
  environment = {
    product            = "groundplan"
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
    consumers          = {}
  }
}

run "has_what_its_code_needs_and_nothing_else" {
  command = plan

  assert {
    condition     = output.function_name == "groundplan-test-smoke" && output.table_name == null && output.contract_key == null && module.smoke.table_keys == null
    error_message = "CodeDeploy alone calls the smoke test, and it keeps no data."
  }

  assert {
    condition = jsonencode(module.smoke.function.environment) == jsonencode({
      ENVIRONMENT             = "test"
      POWERTOOLS_SERVICE_NAME = "smoke"
      LOG_LEVEL               = "INFO"
      TRACING                 = "active"
    })
    error_message = "What the code reads is what is set, by name and value."
  }

  assert {
    condition = jsonencode(module.smoke.function.statements) == jsonencode({
      WriteLogs = {
        actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        resources = ["arn:aws:logs:eu-central-1:123456789012:log-group:group:*"]
      }
      SendTraces = {
        actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        resources = ["*"]
      }
      KeepDeadLetters = {
        actions   = ["sqs:SendMessage"]
        resources = ["arn:aws:sqs:eu-central-1:123456789012:queue"]
      }
      InvokeNewVersions = {
        actions   = ["lambda:InvokeFunction"]
        resources = ["arn:aws:lambda:eu-central-1:123456789012:function:groundplan-test-*"]
      }
      ReportToCodeDeploy = {
        actions   = ["codedeploy:GetDeployment", "codedeploy:PutLifecycleEventHookExecutionStatus"]
        resources = ["arn:aws:codedeploy:eu-central-1:123456789012:deploymentgroup:groundplan-test-*/*"]
      }
    })
    error_message = "It asks this environment's versions, tells CodeDeploy, and keeps what it failed on."
  }

  assert {
    condition = jsonencode(module.smoke.alarm_topics) == jsonencode({
      function-errors = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      dead-letters    = ["arn:aws:sns:eu-central-1:123456789012:notices"]
    })
    error_message = "A dead letter is told to the notices."
  }

  assert {
    condition     = module.smoke.dead_letters_name == "groundplan-test-smoke-dead-letters"
    error_message = "CodeDeploy waits for no answer: what the smoke test fails on is kept."
  }
}

run "follows_what_the_environment_says" {
  command = plan

  variables {
    environment = merge(var.environment, {
      tracing = false
      functions = {
        smoke = { memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5 }
        other = { memory_mb = 256 }
      }
    })
  }

  assert {
    condition     = jsonencode(module.smoke.function.capacity) == jsonencode({ memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5, snap_start = false })
    error_message = "Its own line of the environment counts, and no other's."
  }

  assert {
    condition     = module.smoke.function.environment.TRACING == "off" && !contains(keys(module.smoke.function.statements), "SendTraces")
    error_message = "Without tracing the function neither makes traces nor may send any."
  }
}
