mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
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
    defaults = { arn = "arn:aws:iam::123456789012:role/function" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders" }
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

run "has_neither_table_nor_contract" {
  command = apply

  assert {
    condition     = output.function_name == "groundplan-test-authorizer" && output.table_name == null && output.contract_key == null
    error_message = "No consumer calls the authorizer, and it keeps no data."
  }

  assert {
    condition     = module.authorizer.failing_alarm == null
    error_message = "It refuses callers by raising: the gateway tells when it fails."
  }
}
