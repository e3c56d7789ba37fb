# The same root in the primary region of two, and in the second.
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
  mock_data "aws_kms_alias" {
    defaults = { target_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/replica" }
  }
  mock_data "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/groundplan-test-customers" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/customers" }
  }
}

mock_provider "aws" {
  alias = "second"

  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:eu-west-1:123456789012:key/replica"
      key_id = "replica"
    }
  }
}

variables {
  package  = "tests/package.zip"
  contract = "tests/contract.json"
  environment = {
    name               = "test"
    region             = "eu-central-1"
    second_region      = { region = "eu-west-1" }
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
  }
}

run "encrypts_the_replica_with_a_key_of_its_region" {
  command = apply

  assert {
    condition     = keys(aws_kms_key.replica) == ["eu-west-1"] && aws_kms_key.replica["eu-west-1"].enable_key_rotation && aws_kms_key.replica["eu-west-1"].deletion_window_in_days == 30
    error_message = "The replica's key is as careful as the table's."
  }

  assert {
    condition     = aws_kms_alias.replica["eu-west-1"].name == "alias/groundplan-test-customers" && aws_kms_alias.replica["eu-west-1"].target_key_id == "replica"
    error_message = "The second region finds the key by the same name."
  }

  assert {
    condition     = output.replica_key_arns == { eu-west-1 = "arn:aws:kms:eu-west-1:123456789012:key/replica" }
    error_message = "Table and replica each have the key of their region."
  }

  assert {
    condition     = output.table_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/customers"
    error_message = "The table keeps its own key."
  }
}

run "uses_the_replica_and_its_key_in_the_second_region" {
  command = apply

  variables {
    environment = {
      name               = "test"
      region             = "eu-west-1"
      primary_region     = "eu-central-1"
      second_region      = { region = "eu-west-1" }
      account_ids        = ["123456789012"]
      protect_data       = true
      log_retention_days = 7
    }
  }

  assert {
    condition     = length(aws_kms_key.table) == 0 && length(aws_kms_key.replica) == 0 && length(aws_kms_alias.table) == 0
    error_message = "Both keys are made in the primary region's root."
  }

  assert {
    condition     = data.aws_kms_alias.replica[0].name == "alias/groundplan-test-customers" && local.table_key_arn == "arn:aws:kms:eu-west-1:123456789012:key/replica"
    error_message = "The function may use the key of the copy that it reads."
  }

  assert {
    condition     = output.table_key_arn == "arn:aws:kms:eu-west-1:123456789012:key/replica" && output.table_name == "groundplan-test-customers"
    error_message = "The table is the replica of the same name."
  }
}
