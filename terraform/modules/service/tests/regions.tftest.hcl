# The same service in the primary region of two, and in the second.
mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name          = "widgets"
  table_setting = "WIDGETS_TABLE"
  table_actions = ["dynamodb:GetItem", "dynamodb:Query"]
  table_indexes = { by_id = { partition_key = "id", sort_key = "tenant" } }
  deployment = {
    package      = "../../testing/package.zip"
    architecture = "arm64"
    contract     = "tests/contract.json"
    environment = {
      product              = "groundplan"
      name                 = "test"
      region               = "eu-central-1"
      account_ids          = ["123456789012"]
      protect_data         = true
      log_retention_days   = 7
      logs                 = { function_level = "INFO", access_omits = [] }
      tracing              = true
      contributor_insights = true
      alarms               = "all"
      service_dashboards   = true
      availability_percent = 99.9
      release              = { shift = "canary" }
      functions            = {}
      table_limits         = null
      second_region        = { region = "eu-west-1" }
      primary_region       = "eu-central-1"
      restored_tables      = {}
    }
    platform = {
      artifact_bucket          = "artifacts"
      permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
      code_signing             = null
      user_pool_id             = "eu-central-1_pool"
      log_key_arn              = "arn:aws:kms:eu-central-1:123456789012:key/logs"
      cursor_key_arn           = "arn:aws:kms:eu-central-1:123456789012:key/cursors"
      runbook_url              = "docs/operations/alarms.md"
      alarm_topics = {
        pages   = "arn:aws:sns:eu-central-1:123456789012:pages"
        notices = "arn:aws:sns:eu-central-1:123456789012:notices"
      }
    }
  }
}

run "keeps_the_table_in_both_regions" {
  command = plan

  variables { deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { primary_region = null }) }) }

  assert {
    condition     = keys(module.table[0].replica_key_arns) == ["eu-west-1"]
    error_message = "The primary region's root owns the table and its replica."
  }

  assert {
    condition     = length(data.aws_dynamodb_table.replica) == 0 && length(aws_cognito_resource_server.this) == 1
    error_message = "Nothing is looked up where it is made."
  }

  assert {
    condition     = local.region_suffix == ""
    error_message = "A second region renames nothing in the first."
  }
}

run "encrypts_the_replica_with_the_key_it_is_given" {
  command = plan

  variables {
    deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { primary_region = null }) })
    table_key  = { here = "arn:aws:kms:eu-central-1:123456789012:key/here", replica = "arn:aws:kms:eu-west-1:123456789012:key/there" }
  }

  assert {
    condition     = module.table[0].replica_key_arns == { eu-west-1 = "arn:aws:kms:eu-west-1:123456789012:key/there" } && module.table[0].key_arn == "arn:aws:kms:eu-central-1:123456789012:key/here"
    error_message = "Each region's copy has a key of that region."
  }
}

run "uses_the_replica_in_the_second_region" {
  command = plan

  assert {
    condition     = length(module.table) == 0 && keys(data.aws_dynamodb_table.replica) == ["groundplan-test-widgets"]
    error_message = "The table is the primary's replica, and is looked up: the apply ends when it is not there."
  }

  assert {
    condition     = output.table_name == "groundplan-test-widgets" && local.table_settings == { WIDGETS_TABLE = "groundplan-test-widgets" }
    error_message = "Table and replica have the same name."
  }

  assert {
    condition = local.statements.UseTable.resources == [
      "arn:aws:dynamodb:eu-west-1:123456789012:table/replica",
      "arn:aws:dynamodb:eu-west-1:123456789012:table/replica/index/by_id",
    ]
    error_message = "The function reaches the copy of its own region and no other."
  }

  assert {
    condition     = keys(aws_dynamodb_contributor_insights.replica) == ["groundplan-test-widgets"]
    error_message = "Which keys are hot is a region's own."
  }

  assert {
    condition     = local.watched_tables == ["groundplan-test-widgets"]
    error_message = "Alarms watch the replica."
  }
}

run "counts_no_keys_of_the_replica_when_told" {
  command = plan

  variables { deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { contributor_insights = false }) }) }

  assert {
    condition     = length(aws_dynamodb_contributor_insights.replica) == 0
    error_message = "It costs by the number of reads and writes."
  }
}

run "uses_the_replica_of_a_restored_table" {
  command = plan

  variables { deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { restored_tables = { widgets = "groundplan-test-widgets-at-noon" } }) }) }

  assert {
    condition     = length(module.restored_table) == 0 && output.table_name == "groundplan-test-widgets-at-noon"
    error_message = "The second region follows the first to the restored table."
  }

  assert {
    condition     = keys(data.aws_dynamodb_table.replica) == ["groundplan-test-widgets", "groundplan-test-widgets-at-noon"]
    error_message = "A version that is rolled back to still reaches the other table."
  }
}

run "leaves_scopes_to_the_primary_region" {
  command = plan

  assert {
    condition     = length(aws_cognito_resource_server.this) == 0
    error_message = "There is one user pool, and it is the primary's."
  }
}

run "keeps_its_parameters_and_tells_the_region_in_what_an_account_has_once" {
  command = plan

  variables { deployment = merge(var.deployment, { contract = "tests/direct.json" }) }

  assert {
    condition     = aws_ssm_parameter.this.name == "/test/services/widgets" && aws_ssm_parameter.log_level[0].name == "/test/log-levels/widgets"
    error_message = "Parameters are a region's own: they have the same names in both."
  }

  assert {
    condition     = module.function.name == "groundplan-test-widgets"
    error_message = "Functions are a region's own too."
  }

  assert {
    condition     = aws_iam_role.gateway[0].name == "groundplan-test-widgets-gateway-eu-west-1"
    error_message = "Roles are the account's: the second region's have its name."
  }
}

run "refuses_a_name_too_long_for_the_second_regions_roles" {
  command = plan

  variables {
    deployment = merge(var.deployment, { environment = merge(var.deployment.environment, { name = "fourteen-chars", primary_region = null }) })
    name       = "a-service-of-twentyfive-c"
  }

  expect_failures = [var.name]
}
