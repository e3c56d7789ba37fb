mock_provider "aws" {
  source          = "../testing/mocks"
  override_during = plan
}

override_resource {
  target = aws_kms_key.logs
  values = { arn = "arn:aws:kms:eu-central-1:123456789012:key/logs" }

  override_during = plan
}

override_resource {
  target = aws_sns_topic.alarms["pages"]
  values = { arn = "arn:aws:sns:eu-central-1:123456789012:pages" }

  override_during = plan
}

override_resource {
  target = aws_sns_topic.alarms["notices"]
  values = { arn = "arn:aws:sns:eu-central-1:123456789012:notices" }

  override_during = plan
}

override_resource {
  target = aws_kms_key.cursors[0]
  values = { arn = "arn:aws:kms:eu-central-1:123456789012:key/cursors" }

  override_during = plan
}

variables {
  environment = {
    product            = "groundplan"
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
    consumers          = {}
  }
}

run "keeps_its_promises_unless_told_otherwise" {
  command = plan

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
      runbook_url     = "docs/operations/alarms.md"
      code_signing    = null
      log_delivery    = null

      permissions_boundary_arn = "arn:aws:iam::123456789012:policy/groundplan-boundary-eu-central-1"

      alarm_topics = {
        pages   = "arn:aws:sns:eu-central-1:123456789012:pages"
        notices = "arn:aws:sns:eu-central-1:123456789012:notices"
      }
    }
    error_message = "Names and URLs are the platform's own."
  }

  assert {
    condition     = aws_cognito_user_pool.this[0].deletion_protection == "ACTIVE" && !aws_s3_bucket.artifacts.force_destroy
    error_message = "Users and packages outlive a mistake."
  }

  assert {
    condition     = module.artifacts_protection.bucket == "bucket" && module.artifacts_protection.rules == ["forget-replaced-versions after 90 days"]
    error_message = "What was replaced is forgotten in time; what is current never is."
  }

  assert {
    condition     = alltrue([for topic in aws_sns_topic.alarms : topic.kms_master_key_id == "arn:aws:kms:eu-central-1:123456789012:key/logs"])
    error_message = "Both topics are encrypted with a key that CloudWatch may use."
  }

  assert {
    condition = jsonencode([
      for statement in data.aws_iam_policy_document.log_key.statement : {
        actions = sort(statement.actions)
        who     = sort(one(statement.principals).identifiers)
      } if statement.sid == "EncryptWhatIsPublished"
      ]) == jsonencode([{
        actions = ["kms:Decrypt", "kms:GenerateDataKey*"]
        who     = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"]
    }])
    error_message = "Alarms, budgets and events can encrypt what they publish, and nothing more."
  }

  assert {
    condition = jsonencode({
      for name, document in data.aws_iam_policy_document.alarm_topic : name => {
        actions  = document.statement[0].actions
        resource = document.statement[0].resources
        who      = sort(one(document.statement[0].principals).identifiers)
        account  = { for c in document.statement[0].condition : c.variable => c.values }
      }
      }) == jsonencode({
      for name in ["notices", "pages"] : name => {
        actions  = ["sns:Publish"]
        resource = ["arn:aws:sns:eu-central-1:123456789012:${name}"]
        who      = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"]
        account  = { "aws:SourceAccount" = ["123456789012"] }
      }
    })
    error_message = "Nobody else's alarm is heard here."
  }

  assert {
    condition = jsonencode({
      for name, document in data.aws_iam_policy_document.alarm_topic : name => {
        sids     = document.statement[*].sid
        actions  = document.statement[1].actions
        resource = document.statement[1].resources
        who      = one(document.statement[1].principals).identifiers
        rule     = one(document.statement[1].condition)
      }
      }) == jsonencode({
      for name in ["notices", "pages"] : name => {
        sids     = ["LetThisAccountsAlarmsPublish", "LetReleasesThatFailPublish"]
        actions  = ["sns:Publish"]
        resource = ["arn:aws:sns:eu-central-1:123456789012:${name}"]
        who      = ["events.amazonaws.com"]
        rule     = { test = "ArnLike", values = ["arn:aws:events:eu-central-1:123456789012:rule/groundplan-test-*"], variable = "aws:SourceArn" }
      }
    })
    error_message = "EventBridge publishes for the rules of this environment's releases."
  }

  assert {
    condition     = length(aws_signer_signing_profile.this) == 0 && length(aws_lambda_code_signing_config.this) == 0
    error_message = "Signing is the environment's choice."
  }

  assert {
    condition     = length(aws_sns_topic_subscription.alarms) == 0 && length(aws_budgets_budget.this) == 0
    error_message = "An environment without values for them has none."
  }

  assert {
    condition     = length(aws_backup_vault.this) + length(aws_backup_plan.this) + length(aws_backup_selection.tables) + length(aws_iam_role.backup) == 0
    error_message = "Backups are stored, and paid for, where an environment asks for them."
  }
}

run "takes_another_identity_endpoint_but_keeps_the_issuer" {
  command = plan

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

run "lets_everything_go_when_told" {
  command = plan

  variables { environment = merge(var.environment, { protect_data = false }) }

  assert {
    condition     = aws_cognito_user_pool.this[0].deletion_protection == "INACTIVE" && aws_s3_bucket.artifacts.force_destroy
    error_message = "An environment that comes and goes leaves nothing."
  }
}

run "keeps_for_ever_what_was_replaced" {
  command = plan

  variables {
    environment = merge(var.environment, {
      protect_data    = false
      noncurrent_days = 0
    })
  }

  assert {
    condition     = length(module.artifacts_protection.rules) == 0
    error_message = "Without a number of days, no rule forgets an object."
  }
}

run "lets_lambda_run_only_what_was_signed_when_told" {
  command = plan

  variables { environment = merge(var.environment, { code_signing = true }) }

  assert {
    condition     = one(aws_lambda_code_signing_config.this[0].policies).untrusted_artifact_on_deployment == "Enforce" && one(aws_lambda_code_signing_config.this[0].allowed_publishers).signing_profile_version_arns == toset(["arn:aws:signer:eu-central-1:123456789012:/signing-profiles/groundplan_test/1"])
    error_message = "Packages that this environment's profile did not sign are refused, not only warned of."
  }

  assert {
    condition     = aws_signer_signing_profile.this[0].name == "groundplan_test" && aws_signer_signing_profile.this[0].platform_id == "AWSLambda-SHA384-ECDSA"
    error_message = "Signer has a platform for Lambda, and takes no hyphens in names."
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.platform.insecure_value).code_signing == { profile_name = "groundplan_test", config_arn = "arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0a1b" }
    error_message = "The services find profile and configuration here."
  }
}

run "tells_receivers_and_watches_the_bill" {
  command = plan

  variables {
    environment = merge(var.environment, {
      repository_url     = "https://git.example/acme/shop"
      monthly_budget_usd = 20
      alarm_emails       = { pages = ["oncall@example.com"] }
    })
  }

  assert {
    condition     = aws_sns_topic_subscription.alarms["pages/oncall@example.com"].topic_arn == "arn:aws:sns:eu-central-1:123456789012:pages"
    error_message = "Each address gets what it was named for."
  }

  assert {
    condition     = aws_budgets_budget.this[0].limit_amount == "20" && aws_budgets_budget.this[0].time_unit == "MONTHLY"
    error_message = "The budget is the environment's."
  }

  assert {
    condition = sort([
      for n in aws_budgets_budget.this[0].notification : "${n.notification_type} ${n.threshold} ${one(n.subscriber_sns_topic_arns)}"
      ]) == tolist([
      "ACTUAL 100 arn:aws:sns:eu-central-1:123456789012:notices",
      "ACTUAL 80 arn:aws:sns:eu-central-1:123456789012:notices",
      "FORECASTED 100 arn:aws:sns:eu-central-1:123456789012:notices",
    ])
    error_message = "There is time to act before the money is gone."
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.platform.insecure_value).runbook_url == "https://git.example/acme/shop/blob/main/docs/operations/alarms.md"
    error_message = "Alarms link to the repository's own docs."
  }
}

run "backs_up_every_table_of_the_environment" {
  command = plan

  variables { environment = merge(var.environment, { backups = { keep_days = 90, copy_to_vault_arn = "arn:aws:backup:eu-west-1:123456789012:backup-vault:far" } }) }

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

run "leads_logs_to_answers_when_told" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = false
      log_retention_days = 7
      access_logs        = { keep_days = 30 }
      consumers          = {}
    }
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.platform.insecure_value).log_delivery == jsondecode(jsonencode(module.access_logs[0].delivery))
    error_message = "The gateway finds the streams to which it subscribes the log groups."
  }
}
