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
    condition     = output.function_name == "groundplan-test-catalog" && output.table_name == "groundplan-test-catalog"
    error_message = "Function and table are the service's own."
  }

  assert {
    condition     = output.gateway_role_arn == "arn:aws:iam::123456789012:role/role"
    error_message = "Single products are read without the function."
  }

  assert {
    condition     = startswith(output.contract_key, "contracts/catalog/") && output.contract_key != "contracts/catalog/${filesha256("tests/contract.json")}.json"
    error_message = "The contract is kept with the role and the table in place."
  }

  assert {
    condition = jsonencode(module.catalog.function.environment) == jsonencode({
      ENVIRONMENT             = "test"
      POWERTOOLS_SERVICE_NAME = "catalog"
      LOG_LEVEL               = "INFO"
      TRACING                 = "active"
      CATALOG_TABLE           = "groundplan-test-catalog"
      CURSOR_KEY_ARN          = "arn:aws:kms:eu-central-1:123456789012:key/cursors"
    })
    error_message = "What the code reads is what is set, by name and value."
  }

  assert {
    condition = jsonencode(module.catalog.function.statements) == jsonencode({
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
          "dynamodb:BatchGetItem",
          "dynamodb:DeleteItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
        ]
        resources = [
          "arn:aws:dynamodb:eu-central-1:123456789012:table/table",
          "arn:aws:dynamodb:eu-central-1:123456789012:table/table/index/by_category",
        ]
      }
      DeriveCursorKey = {
        actions   = ["kms:GenerateMac"]
        resources = ["arn:aws:kms:eu-central-1:123456789012:key/cursors"]
      }
    })
    error_message = "Its own table and its own cursors, nothing else."
  }

  assert {
    condition     = jsonencode(module.catalog.table_keys) == jsonencode({ table = ["pk", "sk"], by_category = ["category", "id"] })
    error_message = "Products are found by id and by category."
  }

  assert {
    condition = jsonencode(module.catalog.alarm_topics) == jsonencode({
      function-errors       = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      function-near-timeout = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      function-throttles    = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      table-throttles       = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      table-errors          = ["arn:aws:sns:eu-central-1:123456789012:notices"]
    })
    error_message = "Causes are told to the notices."
  }

  assert {
    condition     = module.catalog.failing_alarm == "groundplan-test-catalog-failing" && module.catalog.dead_letters_name == null
    error_message = "Its failures are counted, and every caller waits for its answer."
  }
}

run "follows_what_the_environment_says" {
  command = plan

  variables {
    environment = merge(var.environment, {
      tracing         = false
      restored_tables = { catalog = "restored", other = "another" }
      functions = {
        catalog = { memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5 }
        other   = { memory_mb = 256 }
      }
    })
  }

  override_resource {
    target = module.catalog.module.restored_table["restored"].aws_dynamodb_table.this
    values = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/restored" }
  }

  assert {
    condition     = jsonencode(module.catalog.function.capacity) == jsonencode({ memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5, snap_start = false })
    error_message = "Its own line of the environment counts, and no other's."
  }

  assert {
    condition     = module.catalog.function.environment.TRACING == "off" && !contains(keys(module.catalog.function.statements), "SendTraces")
    error_message = "Without tracing the function neither makes traces nor may send any."
  }

  assert {
    condition     = output.table_name == "restored" && module.catalog.function.environment.CATALOG_TABLE == "restored"
    error_message = "The code uses the restored table, which is imported."
  }
}
