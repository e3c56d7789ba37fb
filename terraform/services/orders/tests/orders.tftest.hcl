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
    defaults = { arn = "arn:aws:iam::123456789012:role/orders" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:orders" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = {
      arn        = "arn:aws:lambda:eu-central-1:123456789012:function:groundplan-test-orders:live"
      invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/orders-live/invocations"
    }
  }
  mock_resource "aws_ssm_parameter" {
    defaults = { arn = "arn:aws:ssm:eu-central-1:123456789012:parameter/level-of-orders" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders" }
  }
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
    condition     = output.function_name == "groundplan-test-orders" && output.table_name == "groundplan-test-orders"
    error_message = "Function and table are the service's own."
  }

  assert {
    condition     = output.contract_key == "contracts/orders/${sha256(replace(file("tests/contract.json"), "{{invoke_arn}}", "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/orders-live/invocations"))}.json"
    error_message = "The contract names this function's alias, and is kept under its hash."
  }

  assert {
    condition = jsonencode(module.orders.function.environment) == jsonencode({
      ENVIRONMENT             = "test"
      POWERTOOLS_SERVICE_NAME = "orders"
      LOG_LEVEL               = "INFO"
      TRACING                 = "active"
      ORDERS_TABLE            = "groundplan-test-orders"
      CURSOR_KEY_ARN          = "arn:aws:kms:eu-central-1:123456789012:key/cursors"
      CREDENTIALS             = "/test/consumers/orders-service"
    })
    error_message = "What the code reads is what is set, by name and value."
  }

  assert {
    condition = jsonencode(module.orders.function.statements) == jsonencode({
      WriteLogs = {
        actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        resources = ["arn:aws:logs:eu-central-1:123456789012:log-group:orders:*"]
      }
      SendTraces = {
        actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        resources = ["*"]
      }
      ReadLogLevel = {
        actions   = ["ssm:GetParameter"]
        resources = ["arn:aws:ssm:eu-central-1:123456789012:parameter/level-of-orders"]
      }
      UseTable = {
        actions = [
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
        ]
        resources = [
          "arn:aws:dynamodb:eu-central-1:123456789012:table/orders",
          "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/index/by_id",
          "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/index/by_status",
        ]
      }
      ReadOwnCredentials = {
        actions   = ["secretsmanager:GetSecretValue"]
        resources = ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:/test/consumers/orders-service-??????"]
      }
      DeriveCursorKey = {
        actions   = ["kms:GenerateMac"]
        resources = ["arn:aws:kms:eu-central-1:123456789012:key/cursors"]
      }
    })
    error_message = "Its own table, its own credentials and its own cursors; orders are never deleted."
  }

  assert {
    condition     = jsonencode(module.orders.table_keys) == jsonencode({ table = ["pk", "sk"], by_id = ["id", "tenant"], by_status = ["tenant_status", "id"] })
    error_message = "Orders are found by tenant, by id, and by status."
  }

  assert {
    condition = jsonencode(module.orders.alarm_topics) == jsonencode({
      function-errors       = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      function-near-timeout = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      function-throttles    = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      table-throttles       = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      table-errors          = ["arn:aws:sns:eu-central-1:123456789012:notices"]
    })
    error_message = "Causes are told to the notices."
  }

  assert {
    condition     = module.orders.failing_alarm == "groundplan-test-orders-failing" && module.orders.dead_letters_name == null
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
      restored_tables    = { orders = "restored", other = "another" }
      functions = {
        orders = { memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5 }
        other  = { memory_mb = 256 }
      }
    }
  }

  override_resource {
    target = module.orders.module.restored_table["restored"].aws_dynamodb_table.this
    values = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/restored" }
  }

  assert {
    condition     = jsonencode(module.orders.function.capacity) == jsonencode({ memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5, snap_start = false })
    error_message = "Its own line of the environment counts, and no other's."
  }

  assert {
    condition     = module.orders.function.environment.TRACING == "off" && !contains(keys(module.orders.function.statements), "SendTraces")
    error_message = "Without tracing the function neither makes traces nor may send any."
  }

  assert {
    condition     = output.table_name == "restored" && module.orders.function.environment.ORDERS_TABLE == "restored"
    error_message = "The code uses the restored table, which is imported."
  }
}
