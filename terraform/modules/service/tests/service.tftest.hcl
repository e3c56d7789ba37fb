mock_provider "aws" {
  override_during = plan

  mock_data "aws_ssm_parameter" {
    defaults = {
      insecure_value = <<-JSON
        {
          "artifact_bucket": "artifacts",
          "permissions_boundary_arn": "arn:aws:iam::123456789012:policy/boundary",
          "code_signing": null,
          "user_pool_id": "eu-central-1_pool",
          "log_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/logs",
          "alarm_topics": { "pages": "arn:aws:sns:eu-central-1:123456789012:pages", "notices": "arn:aws:sns:eu-central-1:123456789012:notices" },
          "runbook_url": "docs/operations.md"
        }
      JSON
    }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-central-1:123456789012:groundplan-test-smoke-dead-letters" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/orders" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = {
      arn        = "arn:aws:lambda:eu-central-1:123456789012:function:groundplan-test-orders:live"
      invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/live/invocations"
    }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/groundplan-test-orders" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name          = "orders"
  environment   = { name = "test", protect_data = true, log_retention_days = 7 }
  package       = "tests/package.zip"
  architecture  = "arm64"
  contract      = "tests/contract.json"
  table_setting = "ORDERS_TABLE"
  table_actions = ["dynamodb:GetItem", "dynamodb:Query"]
  settings      = { CURSOR_KEY_ARN = "arn:aws:kms:::key/cursors" }
}

run "keeps_its_promises_unless_told_otherwise" {
  command = plan

  assert {
    condition     = module.function.name == "groundplan-test-orders" && module.table[0].name == "groundplan-test-orders"
    error_message = "One name leads from the bill to the folder."
  }

  assert {
    condition     = jsondecode(aws_s3_object.contract[0].content).paths["/orders"].get["x-amazon-apigateway-integration"].uri == "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/live/invocations"
    error_message = "The integration calls this function's alias."
  }

  assert {
    condition     = aws_s3_object.contract[0].key == "contracts/orders/${sha256(aws_s3_object.contract[0].content)}.json"
    error_message = "A stored contract never changes: its key is its hash."
  }

  assert {
    condition     = aws_s3_object.contract[0].bucket == "artifacts"
    error_message = "Contracts are in the platform's bucket."
  }

  assert {
    condition     = sort(aws_cognito_resource_server.this[0].scope[*].scope_name) == tolist(["admin", "read", "write"])
    error_message = "Consumers are given read, write or admin."
  }

  assert {
    condition     = aws_ssm_parameter.this.name == "/test/services/orders"
    error_message = "The gateway looks the service up by this name."
  }

  assert {
    condition = jsondecode(aws_ssm_parameter.this.insecure_value) == {
      function_name = "groundplan-test-orders"
      alias_name    = "live"
      alias_arn     = "arn:aws:lambda:eu-central-1:123456789012:function:groundplan-test-orders:live"
      invoke_arn    = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/live/invocations"
      log_group     = "/aws/lambda/groundplan-test-orders"
      table_name    = "groundplan-test-orders"
      contract_key  = aws_s3_object.contract[0].key
      failing_alarm = "groundplan-test-orders-failing"

      gateway_role_arn = null
    }
    error_message = "The gateway finds function, alias and contract here."
  }

  assert {
    condition     = jsonencode(module.function.capacity) == jsonencode({ memory_mb = 512, timeout_seconds = 10, reserved = null, provisioned = null, snap_start = false })
    error_message = "An environment that says nothing of functions pays for none that is not called."
  }

  assert {
    condition     = module.release.pace == { shift = "canary", percent = 10, minutes = 5 }
    error_message = "An environment that says nothing of releases has careful ones."
  }

  assert {
    condition     = length(aws_iam_role.gateway) == 0
    error_message = "What nobody uses is not there."
  }
}

run "pages_nobody_for_what_an_authorizer_refuses" {
  command = plan

  variables { kind = "authorizer" }

  assert {
    condition     = jsondecode(aws_ssm_parameter.this.insecure_value).failing_alarm == null
    error_message = "What an authorizer raises is an answer, and pages nobody."
  }
}

run "gives_its_function_what_the_environment_says" {
  command = plan

  variables {
    environment = {
      name               = "test"
      protect_data       = true
      log_retention_days = 7
      functions = {
        orders  = { memory_mb = 1024, reserved = 50, provisioned = 2 }
        catalog = { snap_start = true }
      }
    }
  }

  assert {
    condition     = jsonencode(module.function.capacity) == jsonencode({ memory_mb = 1024, timeout_seconds = 10, reserved = 50, provisioned = 2, snap_start = false })
    error_message = "Each service has its own line; what that leaves out is as usual."
  }
}

run "keeps_what_a_hook_failed_on" {
  command = plan

  variables {
    name          = "smoke"
    kind          = "hook"
    contract      = null
    table_setting = null
    table_actions = []
  }

  assert {
    condition     = module.function.dead_letters_name == "groundplan-test-smoke-dead-letters" && module.observability.watched_queue == "groundplan-test-smoke-dead-letters"
    error_message = "Nobody waits for a hook's answer: what it fails on is kept, and watched."
  }
}

run "releases_as_the_environment_says" {
  command = plan

  variables {
    environment = {
      name               = "test"
      protect_data       = true
      log_retention_days = 7
      release            = { shift = "linear", percent = 20 }
    }
  }

  assert {
    condition     = module.release.pace == { shift = "linear", percent = 20, minutes = 5 }
    error_message = "The environment chooses how careful releases are."
  }
}

run "has_neither_table_nor_scopes_unless_told" {
  command = plan

  variables {
    name          = "authorizer"
    contract      = null
    table_setting = null
    table_actions = []
  }

  assert {
    condition     = length(module.table) == 0 && length(aws_cognito_resource_server.this) == 0 && length(aws_s3_object.contract) == 0 && length(aws_ssm_parameter.log_level) == 0
    error_message = "A function that no consumer calls has no table, no scopes and no contract."
  }
}

run "encrypts_the_table_with_the_key_it_is_given" {
  command = plan

  variables { table_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/orders" }

  assert {
    condition     = module.table[0].key_arn == "arn:aws:kms:eu-central-1:123456789012:key/orders"
    error_message = "A service can lock its data with a key of its own."
  }
}

run "lets_the_gateway_read_items_and_nothing_else" {
  command = plan

  variables { contract = "tests/direct.json" }

  assert {
    condition     = jsondecode(aws_s3_object.contract[0].content).paths["/orders/{id}"].get == { credentials = "arn:aws:iam::123456789012:role/orders", uri = "arn:aws:apigateway:eu-central-1:dynamodb:action/GetItem", table = "groundplan-test-orders" }
    error_message = "The integration names role, region and table of this service."
  }

  assert {
    condition     = one(data.aws_iam_policy_document.read_table[0].statement).actions == toset(["dynamodb:GetItem"]) && one(data.aws_iam_policy_document.read_table[0].statement).resources == toset(["arn:aws:dynamodb:eu-central-1:123456789012:table/groundplan-test-orders"])
    error_message = "The gateway's role reads single items of this table alone."
  }

  assert {
    condition     = one(one(data.aws_iam_policy_document.assumed_by_gateway.statement).principals).identifiers == toset(["apigateway.amazonaws.com"]) && aws_iam_role.gateway[0].permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "Only API Gateway takes the role, which ends where the boundary does."
  }
}

run "lets_the_function_query_its_indexes" {
  command = plan

  variables { table_indexes = { by_status = { partition_key = "tenant_status", sort_key = "id" } } }

  assert {
    condition     = local.table_statements["UseTable"].resources == ["arn:aws:dynamodb:eu-central-1:123456789012:table/groundplan-test-orders", "arn:aws:dynamodb:eu-central-1:123456789012:table/groundplan-test-orders/index/by_status"]
    error_message = "An index is a resource of its own."
  }
}

run "refuses_a_path_of_another_service" {
  command = plan

  variables { contract = "tests/foreign.json" }

  expect_failures = [aws_s3_object.contract]
}

run "refuses_a_broken_contract" {
  command = plan

  variables { contract = "tests/broken.json" }

  expect_failures = [aws_s3_object.contract]
}

run "refuses_an_unknown_kind" {
  command = plan

  variables { kind = "worker" }

  expect_failures = [var.kind]
}

run "refuses_a_name_that_is_no_path" {
  command = plan

  variables { name = "Orders!" }

  expect_failures = [var.name]
}

run "refuses_a_table_whose_name_nobody_reads" {
  command = plan

  variables { table_setting = null }

  expect_failures = [var.table_setting]
}

run "refuses_names_that_are_too_long_together" {
  command = plan

  variables {
    name        = "a-service-of-thirty-one-letters"
    environment = { name = "sixteen-letters-", protect_data = true, log_retention_days = 7 }
  }

  expect_failures = [var.name]
}

run "uses_a_restored_table_and_keeps_the_other" {
  command = plan

  variables {
    contract = "tests/direct.json"
    environment = {
      name               = "test"
      protect_data       = true
      log_retention_days = 7
      restored_tables    = { orders = "groundplan-test-orders-20260131", catalog = "another" }
      table_limits       = { read_units_per_second = 500, write_units_per_second = 100 }
    }
  }

  assert {
    condition     = output.table_name == "groundplan-test-orders-20260131" && local.table_settings == { ORDERS_TABLE = "groundplan-test-orders-20260131" }
    error_message = "Code reads and writes the restored table."
  }

  assert {
    condition     = jsondecode(aws_s3_object.contract[0].content).paths["/orders/{id}"].get.table == "groundplan-test-orders-20260131"
    error_message = "What the gateway reads itself comes from the restored table too."
  }

  assert {
    condition     = module.table[0].name == "groundplan-test-orders"
    error_message = "The table before stays, to look at and to go back to."
  }

  assert {
    condition     = local.table_arns == [module.table[0].arn, module.restored_table["groundplan-test-orders-20260131"].arn] && length(local.table_statements["UseTable"].resources) == 2
    error_message = "The version before goes on using its table until traffic has shifted."
  }
}
