mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name          = "widgets"
  table_setting = "WIDGETS_TABLE"
  table_actions = ["dynamodb:GetItem", "dynamodb:Query"]
  deployment = {
    package      = "../../testing/package.zip"
    architecture = "arm64"
    contract     = "tests/contract.json"
    environment = {
      product              = "groundplan"
      name                 = "test"
      region               = "eu-central-1"
      account_ids          = ["123456789012"]
      protect_data         = true
      log_retention_days   = 7
      logs                 = { function_level = "INFO", access_omits = [] }
      tracing              = true
      contributor_insights = true
      alarms               = "all"
      service_dashboards   = true
      availability_percent = 99.9
      release              = { shift = "canary" }
      functions            = {}
      table_limits         = null
      second_region        = null
      primary_region       = null
      restored_tables      = {}
    }
    platform = {
      artifact_bucket          = "artifacts"
      permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
      code_signing             = null
      user_pool_id             = "eu-central-1_pool"
      log_key_arn              = "arn:aws:kms:eu-central-1:123456789012:key/logs"
      cursor_key_arn           = "arn:aws:kms:eu-central-1:123456789012:key/cursors"
      runbook_url              = "docs/operations/alarms.md"
      alarm_topics = {
        pages   = "arn:aws:sns:eu-central-1:123456789012:pages"
        notices = "arn:aws:sns:eu-central-1:123456789012:notices"
      }
    }
  }
}

run "keeps_its_promises_unless_told_otherwise" {
  command = plan

  assert {
    condition     = module.function.name == "groundplan-test-widgets" && module.table[0].name == "groundplan-test-widgets"
    error_message = "One name leads from the bill to the folder."
  }

  assert {
    condition     = jsondecode(aws_s3_object.contract[0].content).paths["/widgets"].get["x-amazon-apigateway-integration"].uri == "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/live/invocations"
    error_message = "The integration calls this function's alias."
  }

  assert {
    condition     = aws_s3_object.contract[0].key == "contracts/widgets/${sha256(aws_s3_object.contract[0].content)}.json"
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
    condition     = aws_ssm_parameter.this.name == "/test/services/widgets"
    error_message = "The gateway looks the service up by this name."
  }

  assert {
    condition = jsondecode(aws_ssm_parameter.this.insecure_value) == {
      function_name = "groundplan-test-widgets"
      alias_name    = "live"
      alias_arn     = "arn:aws:lambda:eu-central-1:123456789012:function:function:live"
      invoke_arn    = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/live/invocations"
      log_group     = "/aws/lambda/groundplan-test-widgets"
      table_name    = "groundplan-test-widgets"
      contract_key  = aws_s3_object.contract[0].key
      failing_alarm = "groundplan-test-widgets-failing"

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

  variables {
    kind       = "authorizer"
    deployment = merge(var.deployment, { contract = null })
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.this.insecure_value).failing_alarm == null
    error_message = "What an authorizer raises is an answer, and pages nobody."
  }
}

run "gives_its_function_what_the_environment_says" {
  command = plan

  variables { deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { functions = { widgets = { memory_mb = 1024, reserved = 50, provisioned = 2 }, gadgets = { snap_start = true } } }) }) }

  assert {
    condition     = jsonencode(module.function.capacity) == jsonencode({ memory_mb = 1024, timeout_seconds = 10, reserved = 50, provisioned = 2, snap_start = false })
    error_message = "Each service has its own line; what that leaves out is as usual."
  }
}

run "gives_services_that_call_others_half_of_the_places_at_most" {
  command = plan

  variables {
    consumer = "widgets-service"
    deployment = merge(var.deployment, { environment = merge(var.deployment.environment, {
      account_concurrency = 1000
      consumers = {
        widgets-service = { tier = "internal", enabled = true }
        gadgets-service = { tier = "internal", enabled = true }
        former-service  = { tier = "internal", enabled = false }
        acme            = { tier = "gold", enabled = true }
      }
    }) })
  }

  assert {
    condition     = module.function.capacity.reserved == 250
    error_message = "Two callers share 500 of 1000 places; the other half is for whom they wait for."
  }
}

run "bounds_no_service_that_calls_none" {
  command = plan

  variables { deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { account_concurrency = 1000, consumers = {} }) }) }

  assert {
    condition     = module.function.capacity.reserved == null
    error_message = "Who waits for nobody starves nobody."
  }
}

run "refuses_a_caller_that_could_starve_whom_it_calls" {
  command = plan

  variables {
    consumer   = "widgets-service"
    deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { account_concurrency = 1000, consumers = { widgets-service = { tier = "internal", enabled = true } }, functions = { widgets = { reserved = 501 } } }) })
  }

  expect_failures = [aws_ssm_parameter.this]
}

run "keeps_what_a_hook_failed_on" {
  command = plan

  variables {
    deployment    = merge(var.deployment, { contract = null })
    name          = "smoke"
    kind          = "hook"
    dead_letters  = { arn = "arn:aws:sqs:eu-central-1:123456789012:queue", name = "groundplan-test-smoke-dead-letters" }
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

  variables { deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { release = { shift = "linear", percent = 20 } }) }) }

  assert {
    condition     = module.release.pace == { shift = "linear", percent = 20, minutes = 5 }
    error_message = "The environment chooses how careful releases are."
  }
}

run "has_neither_table_nor_scopes_unless_told" {
  command = plan

  variables {
    deployment    = merge(var.deployment, { contract = null })
    name          = "authorizer"
    kind          = "authorizer"
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

  variables { table_key = { here = "arn:aws:kms:eu-central-1:123456789012:key/widgets" } }

  assert {
    condition     = module.table[0].key_arn == "arn:aws:kms:eu-central-1:123456789012:key/widgets"
    error_message = "A service can lock its data with a key of its own."
  }

  assert {
    condition     = one(local.statements.UseTableKey.resources) == "arn:aws:kms:eu-central-1:123456789012:key/widgets" && contains(local.statements.UseTableKey.actions, "kms:Decrypt")
    error_message = "DynamoDB uses the key in the name of the function, which may use no other."
  }
}

run "lets_the_gateway_read_items_and_nothing_else" {
  command = plan

  variables { deployment = merge(var.deployment, { contract = "tests/direct.json" }) }

  assert {
    condition     = jsondecode(aws_s3_object.contract[0].content).paths["/widgets/{id}"].get == { credentials = "arn:aws:iam::123456789012:role/role", uri = "arn:aws:apigateway:eu-central-1:dynamodb:action/GetItem", table = "groundplan-test-widgets" }
    error_message = "The integration names role, region and table of this service."
  }

  assert {
    condition     = one(data.aws_iam_policy_document.read_table[0].statement).actions == toset(["dynamodb:GetItem"]) && one(data.aws_iam_policy_document.read_table[0].statement).resources == toset(["arn:aws:dynamodb:eu-central-1:123456789012:table/table"])
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
    condition     = local.statements.UseTable.resources == ["arn:aws:dynamodb:eu-central-1:123456789012:table/table", "arn:aws:dynamodb:eu-central-1:123456789012:table/table/index/by_status"]
    error_message = "An index is a resource of its own."
  }
}

run "gives_what_a_service_says_that_it_needs" {
  command = plan

  variables {
    signs_cursors = true
    consumer      = "widgets-service"
    settings      = { FAVOURITE = "blue" }
    statements    = { PaintWidgets = { actions = ["sqs:SendMessage"], resources = ["arn:aws:sqs:eu-central-1:123456789012:paint"] } }
  }

  assert {
    condition = { for name, value in module.function.environment : name => value if !contains(["ENVIRONMENT", "LOG_LEVEL", "POWERTOOLS_SERVICE_NAME", "TRACING"], name) } == {
      WIDGETS_TABLE  = "groundplan-test-widgets"
      CURSOR_KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/cursors"
      CREDENTIALS    = "/test/consumers/widgets-service"
      FAVOURITE      = "blue"
    }
    error_message = "The code finds its table, the key of its cursors and its credentials by their names."
  }

  assert {
    condition = jsonencode({ for name in ["DeriveCursorKey", "PaintWidgets", "ReadOwnCredentials"] : name => module.function.statements[name] }) == jsonencode({
      DeriveCursorKey    = { actions = ["kms:GenerateMac"], resources = ["arn:aws:kms:eu-central-1:123456789012:key/cursors"] }
      PaintWidgets       = { actions = ["sqs:SendMessage"], resources = ["arn:aws:sqs:eu-central-1:123456789012:paint"] }
      ReadOwnCredentials = { actions = ["secretsmanager:GetSecretValue"], resources = ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:/test/consumers/widgets-service-??????"] }
    })
    error_message = "It may use exactly these, and the secret of no other consumer."
  }
}

run "gives_nothing_that_a_service_does_not_ask_for" {
  command = plan

  assert {
    condition     = toset(keys(module.function.statements)) == toset(["ReadLogLevel", "SendTraces", "UseTable", "WriteLogs"])
    error_message = "A service has its log, its traces, its log level and its table."
  }
}

run "refuses_a_service_without_a_contract" {
  command = plan

  variables { deployment = merge(var.deployment, { contract = null }) }

  expect_failures = [var.kind]
}

run "refuses_a_path_of_another_service" {
  command = plan

  variables { deployment = merge(var.deployment, { contract = "tests/foreign.json" }) }

  expect_failures = [aws_s3_object.contract]
}

run "refuses_a_broken_contract" {
  command = plan

  variables { deployment = merge(var.deployment, { contract = "tests/broken.json" }) }

  expect_failures = [aws_s3_object.contract]
}

run "refuses_an_unknown_kind" {
  command = plan

  variables { kind = "worker" }

  expect_failures = [var.kind]
}

run "refuses_a_hook_whose_failures_nobody_keeps" {
  command = plan

  variables {
    deployment    = merge(var.deployment, { contract = null })
    kind          = "hook"
    table_setting = null
    table_actions = []
  }

  expect_failures = [var.dead_letters]
}

run "refuses_a_name_that_is_no_path" {
  command = plan

  variables { name = "Widgets!" }

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
    deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { name = "sixteen-letters-" }) })
    name       = "a-service-of-thirty-one-letters"
  }

  expect_failures = [var.name]
}

run "uses_a_restored_table_and_keeps_the_other" {
  command = plan

  variables { deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { restored_tables = { widgets = "groundplan-test-widgets-20260131", gadgets = "another" }, table_limits = { read_units_per_second = 500, write_units_per_second = 100 } }), contract = "tests/direct.json" }) }

  assert {
    condition     = output.table_name == "groundplan-test-widgets-20260131" && local.table_settings == { WIDGETS_TABLE = "groundplan-test-widgets-20260131" }
    error_message = "Code reads and writes the restored table."
  }

  assert {
    condition     = jsondecode(aws_s3_object.contract[0].content).paths["/widgets/{id}"].get.table == "groundplan-test-widgets-20260131"
    error_message = "What the gateway reads itself comes from the restored table too."
  }

  assert {
    condition     = module.table[0].name == "groundplan-test-widgets"
    error_message = "The table before stays, to look at and to go back to."
  }

  assert {
    condition     = local.table_arns == [module.table[0].arn, module.restored_table["groundplan-test-widgets-20260131"].arn] && length(local.statements.UseTable.resources) == 2
    error_message = "The version before goes on using its table until traffic has shifted."
  }
}
