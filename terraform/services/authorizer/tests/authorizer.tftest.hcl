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
    condition     = output.function_name == "groundplan-test-authorizer" && output.table_name == null && output.contract_key == null && module.authorizer.table_keys == null
    error_message = "No consumer calls the authorizer, and it keeps no data."
  }

  assert {
    condition = jsonencode(module.authorizer.function.environment) == jsonencode({
      ENVIRONMENT             = "test"
      POWERTOOLS_SERVICE_NAME = "authorizer"
      LOG_LEVEL               = "INFO"
      TRACING                 = "active"
      ISSUER                  = "https://issuer.example"
      JWKS_URL                = "https://issuer.example/jwks.json"
      CONSUMERS_PATH          = "/test/consumers"
      GROUPS_PARAMETER        = "/test/groups"
      SIGNERS_PATH            = "/test/signers"
      AUDIENCE                = "groundplan-test"
    })
    error_message = "What the code reads is what is set, by name and value."
  }

  assert {
    condition = jsonencode(module.authorizer.function.statements) == jsonencode({
      WriteLogs = {
        actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        resources = ["arn:aws:logs:eu-central-1:123456789012:log-group:group:*"]
      }
      SendTraces = {
        actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        resources = ["*"]
      }
      ReadConsumers = {
        actions   = ["ssm:GetParameter"]
        resources = ["arn:aws:ssm:eu-central-1:123456789012:parameter/test/consumers/*"]
      }
      ReadSigners = {
        actions   = ["ssm:GetParameter"]
        resources = ["arn:aws:ssm:eu-central-1:123456789012:parameter/test/signers/*"]
      }
      ReadGroups = {
        actions   = ["ssm:GetParameter"]
        resources = ["arn:aws:ssm:eu-central-1:123456789012:parameter/test/groups"]
      }
    })
    error_message = "It reads what is known of consumers and groups, in this environment alone."
  }

  assert {
    condition = jsonencode(module.authorizer.alarm_topics) == jsonencode({
      function-near-timeout = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      function-throttles    = ["arn:aws:sns:eu-central-1:123456789012:notices"]
    })
    error_message = "It refuses callers by raising: its errors are no alarm."
  }

  assert {
    condition     = module.authorizer.failing_alarm == null && module.authorizer.dead_letters_name == null
    error_message = "It refuses callers by raising: the gateway tells when it fails."
  }
}

run "follows_what_the_environment_says" {
  command = plan

  variables {
    environment = merge(var.environment, {
      tracing = false
      functions = {
        authorizer = { memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5 }
        other      = { memory_mb = 256 }
      }
    })
  }

  assert {
    condition     = jsonencode(module.authorizer.function.capacity) == jsonencode({ memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5, snap_start = false })
    error_message = "Its own line of the environment counts, and no other's."
  }

  assert {
    condition     = module.authorizer.function.environment.TRACING == "off" && !contains(keys(module.authorizer.function.statements), "SendTraces")
    error_message = "Without tracing the function neither makes traces nor may send any."
  }
}
