mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
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
    condition     = output.function_name == "groundplan-test-orders" && output.table_name == "groundplan-test-orders"
    error_message = "Function and table are the service's own."
  }

  assert {
    condition     = output.contract_key == "contracts/orders/${sha256(replace(file("tests/contract.json"), "{{invoke_arn}}", "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/live/invocations"))}.json"
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
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
        ]
        resources = [
          "arn:aws:dynamodb:eu-central-1:123456789012:table/table",
          "arn:aws:dynamodb:eu-central-1:123456789012:table/table/index/by_status",
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
    condition     = jsonencode(module.orders.table_keys) == jsonencode({ table = ["pk", "sk"], by_status = ["tenant_status", "id"] })
    error_message = "Orders are found by id, and those of a tenant by status."
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
    environment = merge(var.environment, {
      tracing         = false
      restored_tables = { orders = "restored", other = "another" }
      functions = {
        orders = { memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5 }
        other  = { memory_mb = 256 }
      }
    })
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
