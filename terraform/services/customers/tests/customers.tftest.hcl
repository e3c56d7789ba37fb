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
          "log_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/logs",
          "alarm_topics": { "pages": "arn:aws:sns:eu-central-1:123456789012:pages", "notices": "arn:aws:sns:eu-central-1:123456789012:notices" },
          "runbook_url": "docs/operations.md"
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
  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:eu-central-1:123456789012:key/customers"
      key_id = "customers"
    }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/customers" }
  }
}

mock_provider "aws" {
  alias = "second"
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

run "has_a_table_and_a_contract" {
  command = apply

  assert {
    condition     = output.function_name == "groundplan-test-customers" && output.table_name == "groundplan-test-customers"
    error_message = "Function and table are the service's own."
  }

  assert {
    condition     = startswith(output.contract_key, "contracts/customers/")
    error_message = "The contract is stored for the deploy command to make live."
  }
}

run "encrypts_personal_data_with_a_key_of_its_own" {
  command = apply

  assert {
    condition     = output.table_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/customers"
    error_message = "The table is encrypted with this service's key and no other's."
  }

  assert {
    condition     = aws_kms_key.table[0].enable_key_rotation && aws_kms_key.table[0].deletion_window_in_days == 30
    error_message = "The key changes every year, and its deletion can be regretted for a month."
  }

  assert {
    condition     = aws_kms_alias.table[0].name == "alias/groundplan-test-customers" && aws_kms_alias.table[0].target_key_id == "customers"
    error_message = "The key is found by the service's name."
  }
}

run "lets_the_key_of_an_unprotected_environment_go_sooner" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = false
      log_retention_days = 7
    }
  }

  assert {
    condition     = aws_kms_key.table[0].deletion_window_in_days == 7
    error_message = "What comes and goes leaves its key behind for a week only."
  }
}
