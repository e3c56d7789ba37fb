# The same root in the primary region of two, and in the second.
mock_provider "aws" {
  source = "../testing/mocks"
}

override_resource {
  target = aws_kms_key.cursors[0]
  values = { arn = "arn:aws:kms:eu-central-1:123456789012:key/cursors", key_id = "cursors" }
}

override_resource {
  target = aws_kms_key.shared_cursors[0]
  values = { arn = "arn:aws:kms:eu-central-1:123456789012:key/mrk-cursors", key_id = "mrk-cursors" }
}

variables {
  environment = {
    product            = "groundplan"
    name               = "test"
    region             = "eu-west-1"
    primary_region     = "eu-central-1"
    domain             = { name = "api.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one", hosted_zone_id = "ZZONE" }
    second_region      = { region = "eu-west-1", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/two" }
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
    monthly_budget_usd = 50
    backups            = { keep_days = 7 }
    consumers          = {}
  }
  primary = {
    user_pool_id   = "eu-central-1_pool"
    issuer         = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool"
    jwks_url       = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool/.well-known/jwks.json"
    token_url      = "https://groundplan-test-123456789012.auth.eu-central-1.amazoncognito.com/oauth2/token"
    cursor_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/mrk-cursors"
  }
}

run "has_no_users_of_its_own_in_the_second_region" {
  command = apply

  assert {
    condition     = length(aws_cognito_user_pool.this) == 0 && length(aws_cognito_user_group.this) == 0 && length(aws_cognito_user_pool_domain.this) == 0
    error_message = "Users and app clients are the primary region's."
  }

  assert {
    condition = {
      for name, value in jsondecode(aws_ssm_parameter.platform.insecure_value) : name => value
      if contains(["user_pool_id", "issuer", "jwks_url", "token_url"], name)
      } == {
      user_pool_id = "eu-central-1_pool"
      issuer       = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool"
      jwks_url     = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool/.well-known/jwks.json"
      token_url    = "https://groundplan-test-123456789012.auth.eu-central-1.amazoncognito.com/oauth2/token"
    }
    error_message = "Tokens of the primary's pool are verified in both regions."
  }

  assert {
    condition     = aws_ssm_parameter.platform.name == "/test/platform"
    error_message = "Parameters are a region's own: the second's roots find each other by the same names."
  }
}

run "makes_cursors_that_are_good_in_both_regions" {
  command = apply

  assert {
    condition     = length(aws_kms_key.cursors) == 0 && length(aws_kms_key.shared_cursors) == 0
    error_message = "The second region has no key of cursors of its own."
  }

  assert {
    condition     = aws_kms_replica_key.cursors[0].primary_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/mrk-cursors" && aws_kms_replica_key.cursors[0].deletion_window_in_days == 30
    error_message = "Its key is the replica of the primary's."
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.platform.insecure_value).cursor_key_arn == "arn:aws:kms:eu-west-1:123456789012:key/mrk-replica"
    error_message = "Functions call the key of their own region."
  }

  assert {
    condition     = aws_kms_alias.cursors.name == "alias/groundplan-test-cursors" && aws_kms_alias.cursors.target_key_id == "mrk-replica"
    error_message = "The key is found by the same name in both regions."
  }
}

run "leaves_out_what_an_account_has_once" {
  command = apply

  assert {
    condition     = length(aws_budgets_budget.this) == 0 && length(aws_backup_plan.this) == 0 && length(aws_iam_role.backup) == 0
    error_message = "A second budget or nightly backup would count, and cost, the same again."
  }

  assert {
    condition     = aws_s3_bucket.artifacts.bucket == "groundplan-test-artifacts-123456789012-eu-west-1"
    error_message = "Buckets have names of all the world's: the second region's says where it is."
  }

  assert {
    condition     = data.aws_iam_policy_document.log_key.statement[1].principals != null && one(data.aws_iam_policy_document.log_key.statement[1].principals).identifiers == toset(["logs.eu-west-1.amazonaws.com"])
    error_message = "Logs of the region are encrypted there."
  }
}

run "keeps_users_and_both_keys_in_the_primary_region" {
  command = apply

  variables {
    environment = merge(var.environment, {
      region         = "eu-central-1"
      primary_region = null
    })
    primary = null
  }

  assert {
    condition     = length(aws_cognito_user_pool.this) == 1 && length(aws_budgets_budget.this) == 1 && length(aws_backup_plan.this) == 1
    error_message = "What there is once is here."
  }

  assert {
    condition     = aws_s3_bucket.artifacts.bucket == "groundplan-test-artifacts-123456789012"
    error_message = "A second region renames nothing in the first."
  }

  assert {
    condition     = aws_kms_key.shared_cursors[0].multi_region && aws_kms_key.shared_cursors[0].customer_master_key_spec == "HMAC_256" && aws_kms_key.shared_cursors[0].key_usage == "GENERATE_VERIFY_MAC"
    error_message = "The second region can have a replica of this key."
  }

  assert {
    condition     = length(aws_kms_key.cursors) == 1 && length(aws_kms_replica_key.cursors) == 0
    error_message = "The key that functions still derive from is there until each is deployed anew."
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.platform.insecure_value).cursor_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/mrk-cursors" && aws_kms_alias.cursors.target_key_id == "mrk-cursors"
    error_message = "From now on cursors are made for both regions."
  }
}

run "refuses_to_be_applied_in_the_second_region_without_the_primarys" {
  command = plan

  variables { primary = null }

  expect_failures = [var.primary]
}
