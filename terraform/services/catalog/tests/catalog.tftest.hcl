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
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/catalog" }
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

run "has_a_table_and_a_contract" {
  command = apply

  variables { contract = "tests/contract.json" }

  assert {
    condition     = output.function_name == "groundplan-test-catalog" && output.table_name == "groundplan-test-catalog"
    error_message = "Function and table are the service's own."
  }

  assert {
    condition     = startswith(output.contract_key, "contracts/catalog/")
    error_message = "The contract is stored for the deploy command to make live."
  }
}

run "is_read_by_the_gateway_itself" {
  command = apply

  variables { contract = "tests/contract.json" }

  assert {
    condition     = output.gateway_role_arn == "arn:aws:iam::123456789012:role/function"
    error_message = "Single products are read without the function."
  }
}
