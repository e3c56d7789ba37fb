mock_provider "aws" {
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_ssm_parameter" {
    defaults = {
      insecure_value = <<-JSON
        {
          "artifact_bucket": "artifacts",
          "permissions_boundary_arn": "arn:aws:iam::123456789012:policy/boundary",
          "code_signing": null,
          "user_pool_id": "eu-central-1_pool",
          "issuer": "https://issuer.example",
          "jwks_url": "https://issuer.example/jwks.json",
          "log_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/logs",
          "alarm_topics": { "pages": "arn:aws:sns:eu-central-1:123456789012:pages", "notices": "arn:aws:sns:eu-central-1:123456789012:notices" },
          "runbook_url": "docs/operations.md",
          "cursor_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/cursors"
        }
      JSON
    }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/authorizer" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:authorizer" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = {
      arn        = "arn:aws:lambda:eu-central-1:123456789012:function:groundplan-test-authorizer:live"
      invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/authorizer-live/invocations"
    }
  }
}

variables {
  package = "tests/package.zip"
  environment = {
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
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
    })
    error_message = "What the code reads is what is set, by name and value."
  }

  assert {
    condition = jsonencode(module.authorizer.function.statements) == jsonencode({
      WriteLogs = {
        actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        resources = ["arn:aws:logs:eu-central-1:123456789012:log-group:authorizer:*"]
      }
      SendTraces = {
        actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        resources = ["*"]
      }
      ReadConsumers = {
        actions   = ["ssm:GetParameter"]
        resources = ["arn:aws:ssm:eu-central-1:123456789012:parameter/test/consumers/*"]
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
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = true
      log_retention_days = 7
      tracing            = false
      functions = {
        authorizer = { memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5 }
        other      = { memory_mb = 256 }
      }
    }
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
