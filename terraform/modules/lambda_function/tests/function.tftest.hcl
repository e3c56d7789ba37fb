mock_provider "aws" {
  override_during = plan

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/orders" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/orders" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name           = "groundplan-test-orders"
  handler        = "services.orders.main.handle"
  package        = "tests/package.zip"
  package_bucket = "artifacts"
  package_prefix = "packages/orders"
  environment    = { ORDERS_TABLE = "orders" }
  log            = { retention_days = 7, key_arn = "arn:aws:kms:eu-central-1:123456789012:key/logs" }
  tracing        = false
  statements = {
    UseTable = {
      actions   = ["dynamodb:GetItem"]
      resources = ["arn:aws:dynamodb:eu-central-1:123456789012:table/orders"]
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
    condition     = aws_lambda_alias.live.function_name == "groundplan-test-orders"
    error_message = "The alias is this function's."
  }

  assert {
    condition     = aws_lambda_function.this.role == "arn:aws:iam::123456789012:role/orders"
    error_message = "The function runs as its own role."
  }

  assert {
    condition     = aws_lambda_function.this.s3_key == "packages/orders/${filesha256("tests/package.zip")}.zip"
    error_message = "A package is stored under its hash."
  }

  assert {
    condition     = aws_lambda_function.this.architectures == tolist(["arm64"])
    error_message = "arm64 unless told otherwise."
  }
}

run "logs_are_kept_as_long_as_told_and_encrypted" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 7 && aws_cloudwatch_log_group.this.kms_key_id == var.log.key_arn
    error_message = "Retention and key are the environment's."
  }

  assert {
    condition     = one(aws_lambda_function.this.logging_config).log_group == "/aws/lambda/groundplan-test-orders"
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
      "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/orders:*",
      "arn:aws:dynamodb:eu-central-1:123456789012:table/orders",
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

  variables { package = "tests/nowhere.zip" }

  expect_failures = [aws_s3_object.package]
}

run "refuses_a_name_that_is_too_long" {
  command = plan

  variables { name = join("", [for i in range(65) : "x"]) }

  expect_failures = [var.name]
}

run "refuses_an_unknown_architecture" {
  command = plan

  variables { architecture = "riscv" }

  expect_failures = [var.architecture]
}

run "refuses_to_outlast_the_gateway" {
  command = plan

  variables { timeout_seconds = 29 }

  expect_failures = [var.timeout_seconds]
}

run "refuses_more_memory_than_lambda_has" {
  command = plan

  variables { memory_mb = 10241 }

  expect_failures = [var.memory_mb]
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

run "refuses_all_resources" {
  command = plan

  variables {
    statements = { All = { actions = ["dynamodb:GetItem"], resources = ["*"] } }
  }

  expect_failures = [var.statements]
}
