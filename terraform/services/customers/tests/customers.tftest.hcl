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
    defaults = { arn = "arn:aws:iam::123456789012:role/customers" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:customers" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = {
      arn        = "arn:aws:lambda:eu-central-1:123456789012:function:groundplan-test-customers:live"
      invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/customers-live/invocations"
    }
  }
  mock_resource "aws_ssm_parameter" {
    defaults = { arn = "arn:aws:ssm:eu-central-1:123456789012:parameter/level-of-customers" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/customers" }
  }
  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:eu-central-1:123456789012:key/customers"
      key_id = "customers"
    }
  }
}

mock_provider "aws" {
  alias = "second"
}

variables {
  package  = "tests/package.zip"
  contract = "tests/contract.json"
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
    condition     = output.function_name == "groundplan-test-customers" && output.table_name == "groundplan-test-customers"
    error_message = "Function and table are the service's own."
  }

  assert {
    condition     = output.contract_key == "contracts/customers/${sha256(replace(file("tests/contract.json"), "{{invoke_arn}}", "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/customers-live/invocations"))}.json"
    error_message = "The contract names this function's alias, and is kept under its hash."
  }

  assert {
    condition     = output.table_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/customers"
    error_message = "The table is encrypted with this service's key and no other's."
  }

  assert {
    condition     = aws_kms_key.table[0].enable_key_rotation && aws_kms_key.table[0].deletion_window_in_days == 30
    error_message = "The key changes every year, and its deletion can be regretted for a month."
  }

  assert {
    condition     = aws_kms_alias.table[0].name == "alias/groundplan-test-customers" && aws_kms_alias.table[0].target_key_id == "customers"
    error_message = "The key is found by the service's name."
  }

  assert {
    condition     = one(one(data.aws_iam_policy_document.table_key.statement).principals).identifiers == toset(["arn:aws:iam::123456789012:root"])
    error_message = "Who may use the key is said by this account's policies."
  }

  assert {
    condition = jsonencode(module.customers.function.environment) == jsonencode({
      ENVIRONMENT             = "test"
      POWERTOOLS_SERVICE_NAME = "customers"
      LOG_LEVEL               = "INFO"
      TRACING                 = "active"
      CUSTOMERS_TABLE         = "groundplan-test-customers"
    })
    error_message = "What the code reads is what is set, by name and value."
  }

  assert {
    condition = jsonencode(module.customers.function.statements) == jsonencode({
      WriteLogs = {
        actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        resources = ["arn:aws:logs:eu-central-1:123456789012:log-group:customers:*"]
      }
      SendTraces = {
        actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        resources = ["*"]
      }
      ReadLogLevel = {
        actions   = ["ssm:GetParameter"]
        resources = ["arn:aws:ssm:eu-central-1:123456789012:parameter/level-of-customers"]
      }
      UseTable = {
        actions = [
          "dynamodb:DeleteItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
        ]
        resources = [
          "arn:aws:dynamodb:eu-central-1:123456789012:table/customers",
        ]
      }
      UseTableKey = {
        actions = [
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:Encrypt",
          "kms:GenerateDataKey",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
        ]
        resources = ["arn:aws:kms:eu-central-1:123456789012:key/customers"]
      }
    })
    error_message = "Its own table and the key of that table, nothing else."
  }

  assert {
    condition     = jsonencode(module.customers.table_keys) == jsonencode({ table = ["pk", "sk"] })
    error_message = "Customers are found by who they are alone."
  }

  assert {
    condition = jsonencode(module.customers.alarm_topics) == jsonencode({
      function-errors       = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      function-near-timeout = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      function-throttles    = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      table-throttles       = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      table-errors          = ["arn:aws:sns:eu-central-1:123456789012:notices"]
    })
    error_message = "Causes are told to the notices."
  }

  assert {
    condition     = module.customers.failing_alarm == "groundplan-test-customers-failing" && module.customers.dead_letters_name == null
    error_message = "Its failures are counted, and every caller waits for its answer."
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
      restored_tables    = { customers = "restored", other = "another" }
      functions = {
        customers = { memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5 }
        other     = { memory_mb = 256 }
      }
    }
  }

  override_resource {
    target = module.customers.module.restored_table["restored"].aws_dynamodb_table.this
    values = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/restored" }
  }

  assert {
    condition     = jsonencode(module.customers.function.capacity) == jsonencode({ memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5, snap_start = false })
    error_message = "Its own line of the environment counts, and no other's."
  }

  assert {
    condition     = module.customers.function.environment.TRACING == "off" && !contains(keys(module.customers.function.statements), "SendTraces")
    error_message = "Without tracing the function neither makes traces nor may send any."
  }

  assert {
    condition     = output.table_name == "restored" && module.customers.function.environment.CUSTOMERS_TABLE == "restored"
    error_message = "The code uses the restored table, which is imported."
  }
}

run "lets_the_key_of_an_unprotected_environment_go_sooner" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = false
      log_retention_days = 7
    }
  }

  assert {
    condition     = aws_kms_key.table[0].deletion_window_in_days == 7
    error_message = "What comes and goes leaves its key behind for a week only."
  }
}
