mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias = "second"
}

variables {
  package  = "../../testing/package.zip"
  contract = "tests/contract.json"
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
    condition     = output.function_name == "groundplan-test-customers" && output.table_name == "groundplan-test-customers"
    error_message = "Function and table are the service's own."
  }

  assert {
    condition     = output.contract_key == "contracts/customers/${sha256(replace(file("tests/contract.json"), "{{invoke_arn}}", "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/live/invocations"))}.json"
    error_message = "The contract names this function's alias, and is kept under its hash."
  }

  assert {
    condition     = output.table_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/key"
    error_message = "The table is encrypted with this service's key and no other's."
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
        resources = ["arn:aws:logs:eu-central-1:123456789012:log-group:group:*"]
      }
      SendTraces = {
        actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        resources = ["*"]
      }
      ReadLogLevel = {
        actions   = ["ssm:GetParameter"]
        resources = ["arn:aws:ssm:eu-central-1:123456789012:parameter/parameter"]
      }
      UseTable = {
        actions = [
          "dynamodb:DeleteItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
        ]
        resources = [
          "arn:aws:dynamodb:eu-central-1:123456789012:table/table",
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
        resources = ["arn:aws:kms:eu-central-1:123456789012:key/key"]
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
    environment = merge(var.environment, {
      tracing         = false
      restored_tables = { customers = "restored", other = "another" }
      functions = {
        customers = { memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5 }
        other     = { memory_mb = 256 }
      }
    })
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
