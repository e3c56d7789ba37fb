mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/groundplan-test-backup" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::artifacts" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/logs" }
  }
  mock_resource "aws_cognito_user_pool" {
    defaults = { id = "eu-central-1_pool" }
  }
}

override_resource {
  target = aws_kms_key.cursors
  values = { arn = "arn:aws:kms:eu-central-1:123456789012:key/cursors" }
}

variables {
  environment = {
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
  }
}

run "tells_the_other_roots_what_it_has" {
  command = apply

  assert {
    condition     = aws_ssm_parameter.platform.name == "/test/platform"
    error_message = "Every root looks the platform up by this name."
  }

  assert {
    condition = jsondecode(aws_ssm_parameter.platform.insecure_value) == {
      artifact_bucket = "groundplan-test-artifacts-123456789012"
      user_pool_id    = "eu-central-1_pool"
      issuer          = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool"
      jwks_url        = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool/.well-known/jwks.json"
      token_url       = "https://groundplan-test-123456789012.auth.eu-central-1.amazoncognito.com/oauth2/token"
      log_key_arn     = "arn:aws:kms:eu-central-1:123456789012:key/logs"
      cursor_key_arn  = "arn:aws:kms:eu-central-1:123456789012:key/cursors"
    }
    error_message = "Names and URLs are the platform's own."
  }
}

run "takes_another_identity_endpoint_but_keeps_the_issuer" {
  command = apply

  variables { identity_url = "http://127.0.0.1:4566" }

  assert {
    condition     = jsondecode(aws_ssm_parameter.platform.insecure_value).jwks_url == "http://127.0.0.1:4566/eu-central-1_pool/.well-known/jwks.json"
    error_message = "Keys come from the endpoint that was named."
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.platform.insecure_value).issuer == "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool"
    error_message = "Tokens say the same issuer everywhere."
  }
}

run "protects_data_when_told" {
  command = apply

  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "ACTIVE" && !aws_s3_bucket.artifacts.force_destroy
    error_message = "Users and packages outlive a mistake."
  }
}

run "lets_everything_go_when_told" {
  command = apply

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
    condition     = aws_cognito_user_pool.this.deletion_protection == "INACTIVE" && aws_s3_bucket.artifacts.force_destroy
    error_message = "An environment that comes and goes leaves nothing."
  }
}

run "keeps_the_bucket_private_and_off_plain_http" {
  command = apply

  assert {
    condition     = aws_s3_bucket_public_access_block.artifacts.block_public_policy && aws_s3_bucket_public_access_block.artifacts.restrict_public_buckets
    error_message = "Nothing in the bucket can become public."
  }

  assert {
    condition     = data.aws_iam_policy_document.artifacts.statement[0].effect == "Deny" && one(data.aws_iam_policy_document.artifacts.statement[0].condition).variable == "aws:SecureTransport"
    error_message = "Plain HTTP is refused."
  }
}

run "refuses_an_environment_name_that_is_too_long" {
  command = plan

  variables {
    environment = {
      name               = "an-environment-name-without-end"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = true
      log_retention_days = 7
    }
  }

  expect_failures = [var.environment]
}

run "takes_an_environment_that_expires" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = false
      log_retention_days = 7
      expires_at         = "2026-01-31T12:00:00Z"
    }
  }
}

run "refuses_an_end_that_is_no_time" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = false
      log_retention_days = 7
      expires_at         = "tomorrow"
    }
  }

  expect_failures = [var.environment]
}

run "refuses_to_protect_what_is_to_be_swept" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = true
      log_retention_days = 7
      expires_at         = "2026-01-31T12:00:00Z"
    }
  }

  expect_failures = [var.environment]
}

run "has_no_backups_unless_told" {
  command = plan

  assert {
    condition     = length(aws_backup_vault.this) + length(aws_backup_plan.this) + length(aws_backup_selection.tables) + length(aws_iam_role.backup) == 0
    error_message = "Backups are stored, and paid for, where an environment asks for them."
  }
}

run "backs_up_every_table_of_the_environment" {
  command = apply

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = true
      log_retention_days = 7
      backups            = { keep_days = 90, copy_to_vault_arn = "arn:aws:backup:eu-west-1:123456789012:backup-vault:far" }
    }
  }

  assert {
    condition     = one(one(aws_backup_plan.this[0].rule).lifecycle).delete_after == 90 && one(aws_backup_plan.this[0].rule).target_vault_name == "groundplan-test" && one(aws_backup_plan.this[0].rule).schedule == "cron(0 3 * * ? *)"
    error_message = "A backup a night, kept as long as told."
  }

  assert {
    condition     = one(one(aws_backup_plan.this[0].rule).copy_action).destination_vault_arn == "arn:aws:backup:eu-west-1:123456789012:backup-vault:far"
    error_message = "A copy is where the account's loss does not reach."
  }

  assert {
    condition     = aws_backup_selection.tables[0].resources == toset(["arn:aws:dynamodb:*:*:table/*"]) && one(one(aws_backup_selection.tables[0].condition).string_equals).value == "test" && one(one(aws_backup_selection.tables[0].condition).string_equals).key == "aws:ResourceTag/environment"
    error_message = "Tables with the environment's tag, and nothing else."
  }

  assert {
    condition     = !aws_backup_vault.this[0].force_destroy
    error_message = "Protected data has protected backups."
  }
}

run "refuses_backups_that_are_gone_at_once" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = true
      log_retention_days = 7
      backups            = { keep_days = 0 }
    }
  }

  expect_failures = [var.environment]
}

run "refuses_a_schedule_that_is_none" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = true
      log_retention_days = 7
      backups            = { keep_days = 7, schedule = "daily" }
    }
  }

  expect_failures = [var.environment]
}
