mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name        = "groundplan-test-widgets"
  handler     = "services.widgets.main.handle"
  package     = { path = "../../testing/package.zip", bucket = "artifacts", prefix = "packages/widgets" }
  environment = { WIDGETS_TABLE = "widgets" }
  log         = { retention_days = 7, key_arn = "arn:aws:kms:eu-central-1:123456789012:key/logs" }
  tracing     = false

  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"

  statements = {
    UseTable = {
      actions   = ["dynamodb:GetItem"]
      resources = ["arn:aws:dynamodb:eu-central-1:123456789012:table/widgets"]
    }
  }
}

run "publishes_versions_behind_the_alias" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_alias.live.name == "live"
    error_message = "Each change is a version, and traffic goes to the alias live."
  }

  assert {
    condition     = aws_lambda_alias.live.function_name == "groundplan-test-widgets"
    error_message = "The alias is this function's."
  }

  assert {
    condition     = aws_lambda_function.this.role == "arn:aws:iam::123456789012:role/role" && aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "The function runs as its own role, which ends where the boundary does."
  }

  assert {
    condition     = aws_lambda_function.this.s3_key == "packages/widgets/${filesha256("../../testing/package.zip")}.zip"
    error_message = "A package is stored under its hash."
  }

  assert {
    condition     = aws_lambda_function.this.architectures == tolist(["arm64"])
    error_message = "arm64 unless told otherwise."
  }
}

run "shares_the_accounts_copies_and_keeps_none_warm" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.memory_size == 512 && aws_lambda_function.this.timeout == 10 && aws_lambda_function.this.reserved_concurrent_executions == -1
    error_message = "512 MB, 10 seconds and no copies of its own unless told."
  }

  assert {
    condition     = length(aws_lambda_provisioned_concurrency_config.live) == 0 && length(aws_lambda_function.this.snap_start) == 0
    error_message = "What is paid for while nobody calls is not there unless told."
  }

  assert {
    condition     = length(aws_lambda_function.this.dead_letter_config) == 0 && output.dead_letters_name == null
    error_message = "Who waits for an answer is told of the failure; nothing is kept."
  }

  assert {
    condition     = length(aws_signer_signing_job.package) == 0 && aws_lambda_function.this.code_signing_config_arn == null && aws_lambda_function.this.source_code_hash == filebase64sha256("../../testing/package.zip")
    error_message = "Nothing is signed unless told."
  }
}

run "keeps_copies_for_it_and_warms_those_of_the_alias" {
  command = plan

  variables { capacity = { memory_mb = 1024, timeout_seconds = 20, reserved = 50, provisioned = 5 } }

  assert {
    condition     = aws_lambda_function.this.memory_size == 1024 && aws_lambda_function.this.timeout == 20 && aws_lambda_function.this.reserved_concurrent_executions == 50
    error_message = "The capacity is what was asked for."
  }

  assert {
    condition = { for name in ["function_name", "qualifier", "provisioned_concurrent_executions"] : name => tostring(aws_lambda_provisioned_concurrency_config.live[0][name]) } == {
      function_name                     = "groundplan-test-widgets"
      qualifier                         = "live"
      provisioned_concurrent_executions = "5"
    }
    error_message = "Warm copies are the alias's: they follow the traffic from version to version."
  }
}

run "starts_from_a_snapshot_when_told" {
  command = plan

  variables { capacity = { snap_start = true } }

  assert {
    condition     = one(aws_lambda_function.this.snap_start).apply_on == "PublishedVersions"
    error_message = "Versions are snapshots, and the alias leads to versions."
  }
}

run "logs_json_and_filters_none_of_our_levels" {
  command = plan

  assert {
    condition = one(aws_lambda_function.this.logging_config) == {
      log_format            = "JSON"
      log_group             = "/aws/lambda/groundplan-test-widgets"
      system_log_level      = "INFO"
      application_log_level = "DEBUG"
    }
    error_message = "Lambda's lines are JSON, reports included, and a level that was switched on is not filtered away."
  }
}

run "keeps_what_nobody_waited_for" {
  command = plan

  variables { dead_letters = { arn = "arn:aws:sqs:eu-central-1:123456789012:queue", name = "widgets-dead-letters" } }

  assert {
    condition     = one(aws_lambda_function.this.dead_letter_config).target_arn == "arn:aws:sqs:eu-central-1:123456789012:queue" && output.dead_letters_name == "widgets-dead-letters"
    error_message = "An event that failed for good goes to the function's own queue."
  }

  assert {
    condition = one([
      for statement in data.aws_iam_policy_document.permissions.statement : { actions = tolist(statement.actions), resources = tolist(statement.resources) }
      if statement.sid == "KeepDeadLetters"
    ]) == { actions = tolist(["sqs:SendMessage"]), resources = tolist(["arn:aws:sqs:eu-central-1:123456789012:queue"]) }
    error_message = "Lambda puts them there as the function's role."
  }
}

run "runs_what_was_signed_and_nothing_else" {
  command = plan

  variables {
    package = {
      path   = "../../testing/package.zip"
      bucket = "artifacts"
      prefix = "packages/widgets"
      signing = {
        profile_name = "groundplan_test"
        config_arn   = "arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0a1b"
      }
    }
  }

  assert {
    condition     = aws_lambda_function.this.code_signing_config_arn == "arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0a1b" && aws_lambda_function.this.s3_key == "packages/signed/0af5.zip"
    error_message = "The function takes the signed copy, and by its configuration no other."
  }

  assert {
    condition = one(one(aws_signer_signing_job.package[0].source).s3) == {
      bucket  = "artifacts"
      key     = "packages/widgets/${filesha256("../../testing/package.zip")}.zip"
      version = "version-1"
    } && aws_signer_signing_job.package[0].profile_name == "groundplan_test"
    error_message = "What is signed is exactly the package that was built."
  }

  assert {
    condition     = one(one(aws_signer_signing_job.package[0].destination).s3) == { bucket = "artifacts", prefix = "packages/widgets/signed/" }
    error_message = "Signed copies lie beside the packages."
  }
}

run "logs_are_kept_as_long_as_told_and_encrypted" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 7 && aws_cloudwatch_log_group.this.kms_key_id == var.log.key_arn
    error_message = "Retention and key are the environment's."
  }

  assert {
    condition     = one(aws_lambda_function.this.logging_config).log_group == "/aws/lambda/groundplan-test-widgets"
    error_message = "The function writes to the group made for it."
  }
}

run "may_do_what_it_was_given_and_no_more" {
  command = plan

  assert {
    condition = jsonencode({
      for statement in data.aws_iam_policy_document.permissions.statement : statement.sid => sort(statement.actions)
      }) == jsonencode({
      WriteLogs = ["logs:CreateLogStream", "logs:PutLogEvents"]
      UseTable  = ["dynamodb:GetItem"]
    })
    error_message = "A role has exactly the actions that its service states, and its log."
  }

  assert {
    condition = flatten([for statement in data.aws_iam_policy_document.permissions.statement : tolist(statement.resources)]) == [
      "arn:aws:logs:eu-central-1:123456789012:log-group:group:*",
      "arn:aws:dynamodb:eu-central-1:123456789012:table/widgets",
    ]
    error_message = "Each action is allowed on named resources."
  }
}

run "sends_no_traces_unless_told" {
  command = plan

  assert {
    condition     = one(aws_lambda_function.this.tracing_config).mode == "PassThrough"
    error_message = "Traces are the environment's choice."
  }
}

run "sends_traces_when_told" {
  command = plan

  variables { tracing = true }

  assert {
    condition     = one(aws_lambda_function.this.tracing_config).mode == "Active"
    error_message = "The function's part of a request is seen."
  }

  assert {
    condition = one([
      for statement in data.aws_iam_policy_document.permissions.statement : sort(statement.actions) if statement.sid == "SendTraces"
    ]) == tolist(["xray:PutTelemetryRecords", "xray:PutTraceSegments"])
    error_message = "A function that is traced may say so to X-Ray."
  }
}

run "refuses_a_missing_package" {
  command = plan

  variables { package = { path = "tests/nowhere.zip", bucket = "artifacts", prefix = "packages/widgets" } }

  expect_failures = [aws_s3_object.package]
}

run "refuses_a_name_that_is_too_long" {
  command = plan

  variables { name = join("", [for i in range(65) : "x"]) }

  expect_failures = [var.name]
}

run "refuses_an_unknown_architecture" {
  command = plan

  variables { package = { path = "../../testing/package.zip", bucket = "artifacts", prefix = "packages/widgets", architecture = "riscv" } }

  expect_failures = [var.package]
}

run "refuses_to_outlast_the_gateway" {
  command = plan

  variables { capacity = { timeout_seconds = 29 } }

  expect_failures = [var.capacity]
}

run "refuses_more_memory_than_lambda_has" {
  command = plan

  variables { capacity = { memory_mb = 10241 } }

  expect_failures = [var.capacity]
}

run "refuses_to_reserve_nothing" {
  command = plan

  variables { capacity = { reserved = 0 } }

  expect_failures = [var.capacity]
}

run "refuses_to_provision_nothing" {
  command = plan

  variables { capacity = { provisioned = 0 } }

  expect_failures = [var.capacity]
}

run "refuses_to_provision_more_than_is_reserved" {
  command = plan

  variables { capacity = { reserved = 5, provisioned = 6 } }

  expect_failures = [var.capacity]
}

run "refuses_warm_copies_of_a_snapshot" {
  command = plan

  variables { capacity = { snap_start = true, provisioned = 1 } }

  expect_failures = [var.capacity]
}

run "refuses_wildcard_actions" {
  command = plan

  variables {
    statements = { All = { actions = ["dynamodb:*"], resources = ["arn:aws:dynamodb:::table/x"] } }
  }

  expect_failures = [var.statements]
}

run "refuses_scans" {
  command = plan

  variables {
    statements = { All = { actions = ["dynamodb:Scan"], resources = ["arn:aws:dynamodb:::table/x"] } }
  }

  expect_failures = [var.statements]
}

run "refuses_scans_however_they_are_spelt" {
  command = plan

  variables {
    statements = { All = { actions = ["dynamodb:scan"], resources = ["arn:aws:dynamodb:::table/x"] } }
  }

  expect_failures = [var.statements]
}

run "refuses_selects_that_are_scans" {
  command = plan

  variables {
    statements = { All = { actions = ["dynamodb:PartiQLSelect"], resources = ["arn:aws:dynamodb:::table/x"] } }
  }

  expect_failures = [var.statements]
}

run "refuses_all_resources" {
  command = plan

  variables {
    statements = { All = { actions = ["dynamodb:GetItem"], resources = ["*"] } }
  }

  expect_failures = [var.statements]
}

run "tells_the_region_in_the_roles_name_alone" {
  command = plan

  variables { region_suffix = "-eu-west-1" }

  assert {
    condition     = aws_iam_role.this.name == "${var.name}-eu-west-1" && aws_lambda_function.this.function_name == var.name && aws_cloudwatch_log_group.this.name == "/aws/lambda/${var.name}"
    error_message = "Roles are the account's, functions and log groups a region's."
  }
}
