mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "second"
  override_during = plan

  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:eu-west-1:123456789012:key/second"
      key_id = "second"
    }
  }
}

variables {
  name        = "widgets"
  environment = { product = "groundplan", name = "test", protect_data = true }
}

run "makes_a_key_that_only_this_accounts_policies_open" {
  command = plan

  assert {
    condition     = output.arns == { here = "arn:aws:kms:eu-central-1:123456789012:key/key", replica = null }
    error_message = "One region has one key."
  }

  assert {
    condition     = aws_kms_key.table[0].enable_key_rotation && aws_kms_key.table[0].deletion_window_in_days == 30
    error_message = "The key changes every year, and its deletion can be regretted for a month."
  }

  assert {
    condition     = aws_kms_alias.table[0].name == "alias/groundplan-test-widgets" && aws_kms_alias.table[0].target_key_id == "key"
    error_message = "The key is found by the service's name."
  }

  assert {
    condition     = one(one(data.aws_iam_policy_document.table_key.statement).principals).identifiers == toset(["arn:aws:iam::123456789012:root"])
    error_message = "Who may use the key is said by this account's policies."
  }
}

run "lets_the_key_of_an_unprotected_environment_go_sooner" {
  command = plan

  variables { environment = { product = "groundplan", name = "test", protect_data = false } }

  assert {
    condition     = aws_kms_key.table[0].deletion_window_in_days == 7
    error_message = "What comes and goes leaves its key behind for a week only."
  }
}

run "encrypts_the_replica_with_a_key_of_its_region" {
  command = plan

  variables { environment = { product = "groundplan", name = "test", protect_data = true, second_region = { region = "eu-west-1" } } }

  assert {
    condition     = keys(aws_kms_key.replica) == ["eu-west-1"] && aws_kms_key.replica["eu-west-1"].enable_key_rotation && aws_kms_key.replica["eu-west-1"].deletion_window_in_days == 30
    error_message = "The replica's key is as careful as the table's."
  }

  assert {
    condition     = aws_kms_alias.replica["eu-west-1"].name == "alias/groundplan-test-widgets" && aws_kms_alias.replica["eu-west-1"].target_key_id == "second"
    error_message = "The second region finds the key by the same name."
  }

  assert {
    condition     = output.arns == { here = "arn:aws:kms:eu-central-1:123456789012:key/key", replica = "arn:aws:kms:eu-west-1:123456789012:key/second" }
    error_message = "Table and replica each have the key of their region."
  }
}

run "finds_its_key_in_the_second_region" {
  command = plan

  variables { environment = { product = "groundplan", name = "test", protect_data = true, second_region = { region = "eu-west-1" }, primary_region = "eu-central-1" } }

  assert {
    condition     = length(aws_kms_key.table) == 0 && length(aws_kms_key.replica) == 0 && length(aws_kms_alias.table) == 0
    error_message = "Both keys are made in the primary region's root."
  }

  assert {
    condition     = data.aws_kms_alias.replica[0].name == "alias/groundplan-test-widgets" && output.arns == { here = "arn:aws:kms:eu-west-1:123456789012:key/replica", replica = null }
    error_message = "The function may use the key of the copy that it reads."
  }
}
