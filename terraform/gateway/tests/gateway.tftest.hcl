mock_provider "aws" {
  source          = "../testing/mocks"
  override_during = plan

  mock_data "aws_s3_object" {
    defaults = { body = "{\"paths\": {\"/widgets\": {\"get\": {\"summary\": \"live\"}}}}" }
  }
}

override_data {
  target = data.aws_ssm_parameter.authorizer
  values = {
    insecure_value = <<-JSON
      {
        "function_name": "groundplan-test-authorizer",
        "alias_name": "live",
        "invoke_arn": "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/authorizer/invocations",
        "log_group": "/aws/lambda/groundplan-test-authorizer"
      }
    JSON
  }
}

override_data {
  target = data.aws_ssm_parameters_by_path.live
  values = {
    names  = ["/test/live/widgets"]
    values = ["contracts/widgets/abc.json"]
  }
}

override_data {
  target = data.aws_ssm_parameters_by_path.services
  values = {
    names = ["/test/services/widgets"]
    values = [<<-JSON
      {
        "function_name": "groundplan-test-widgets",
        "alias_name": "live",
        "invoke_arn": "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/widgets/invocations",
        "table_name": "widgets",
        "log_group": "/aws/lambda/groundplan-test-widgets",
        "failing_alarm": "groundplan-test-widgets-failing"
      }
    JSON
    ]
  }
}

variables {
  environment = {
    product            = "groundplan"
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = false
    log_retention_days = 7
    consumers = {
      acme    = { tier = "gold", tenant = "acme", scopes = ["widgets/read"] }
      globex  = { tier = "bronze", tenant = "globex", scopes = ["widgets/read"] }
      widgets = { tier = "internal", tenant = "widgets", scopes = ["widgets/read"] }
      web     = { tier = "silver", kind = "people" }
    }
  }
}

run "serves_and_watches_the_live_contracts" {
  command = plan

  assert {
    condition     = jsondecode(local.contracts["widgets"]).paths["/widgets"].get.summary == "live"
    error_message = "What a pointer names is served."
  }

  assert {
    condition     = data.aws_s3_object.contract["widgets"].key == "contracts/widgets/abc.json" && data.aws_s3_object.contract["widgets"].bucket == "artifacts"
    error_message = "The object is the one that the pointer names."
  }

  assert {
    condition     = aws_ssm_parameter.gateway.name == "/test/gateway"
    error_message = "Others find the gateway by this name."
  }

  assert {
    condition     = aws_s3_object.served.key == "served/contracts.json" && jsondecode(aws_s3_object.served.content) == { widgets = "contracts/widgets/abc.json" }
    error_message = "The deploy command sees which contracts were applied."
  }

  assert {
    condition = local.watched == {
      widgets = {
        function_name = "groundplan-test-widgets"
        alias_name    = "live"
        log_group     = "/aws/lambda/groundplan-test-widgets"
        table_name    = "widgets"
        failing_alarm = "groundplan-test-widgets-failing"
      }
    }
    error_message = "What a service says of itself is what is watched."
  }

  assert {
    condition     = module.observability.dashboard_name == "groundplan-test"
    error_message = "The whole has one dashboard."
  }

  assert {
    condition     = length(module.custom_domain) == 0 && length(module.web_acl) == 0 && output.invoke_url == module.api_gateway.invoke_url
    error_message = "What an environment does not ask for is not there."
  }
}

run "lays_previewed_contracts_over_the_live_ones" {
  command = plan

  variables { preview_contracts = { widgets = "tests/preview.json" } }

  assert {
    condition     = jsondecode(local.contracts["widgets"]).paths["/widgets"].get.summary == "previewed" && length(data.aws_s3_object.contract) == 0
    error_message = "A review sees the working tree's contract instead of the live one."
  }

  assert {
    condition     = jsondecode(local.contracts["widgets"]).paths["/widgets"].get.uri == "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/widgets/invocations"
    error_message = "A previewed contract is resolved like a stored one."
  }
}

run "reviews_a_service_that_was_never_deployed" {
  command = plan

  variables { preview_contracts = { gadgets = "tests/gadgets.json" } }

  assert {
    condition     = endswith(jsondecode(local.contracts["gadgets"]).paths["/gadgets"].get.uri, ":function:groundplan-test-gadgets:live/invocations")
    error_message = "Its function will have the name that every service's has."
  }

  assert {
    condition     = local.watched["gadgets"].failing_alarm == "groundplan-test-gadgets-failing"
    error_message = "A review shows that it will be watched."
  }
}

run "watches_no_service_of_a_release_before_alarms" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.services
    values = {
      names  = ["/test/services/widgets"]
      values = ["{\"function_name\": \"f\", \"alias_name\": \"live\", \"invoke_arn\": \"arn\", \"table_name\": \"t\"}"]
    }
  }

  assert {
    condition     = length(local.watched) == 0
    error_message = "The gateway can be applied before the service is deployed anew."
  }
}

run "deploys_with_an_empty_registry" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.live
    values = { names = [], values = [] }
  }

  assert {
    condition     = length(local.contracts) == 0
    error_message = "Without a live contract the gateway answers /health alone."
  }
}

run "stands_behind_a_domain_and_a_web_acl_when_told" {
  command = plan

  variables {
    environment = merge(var.environment, {
      domain = {
        name            = "api.example.com"
        certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one"
      }
      web_acl = {}
    })
  }

  assert {
    condition     = output.invoke_url == "https://api.example.com/v1" && jsondecode(aws_ssm_parameter.gateway.insecure_value).url == "https://api.example.com/v1"
    error_message = "Whoever looks the API up is told the domain."
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.gateway.insecure_value).waf_log_group == null
    error_message = "Whoever looks for a caller's country is not led to a log group that there is not."
  }

  assert {
    condition     = local.promised_per_address == { bronze = 3020, silver = 15100, gold = 60400, internal = 151000 }
    error_message = "The ACL knows what shared/throttling.json promises to the tiers in use."
  }
}

run "tells_of_a_usage_plan_that_nobody_is_in" {
  command = plan

  variables {
    environment = merge(var.environment, {
      domain = {
        name            = "api.example.com"
        certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one"
        truststore      = "../gateway/tests/truststore.pem"
      }
      consumers = {
        acme   = { tier = "gold", tenant = "acme", scopes = ["widgets/read"] }
        globex = { tier = "bronze", tenant = "globex", scopes = ["widgets/read"], enabled = false }
      }
    })
  }

  assert {
    condition     = keys(local.promised_per_address) == ["gold"]
    error_message = "Who is disabled is promised nothing."
  }

  assert {
    condition     = module.custom_domain[0].truststore_version == "version-1"
    error_message = "The domain trusts the authorities whose file the values name."
  }

  expect_failures = [check.usage_plans_have_members]
}

run "tells_of_a_user_pool_that_is_full" {
  command = plan

  variables { environment = merge(var.environment, { resource_server_quota = 0 }) }

  expect_failures = [check.services_fit_the_user_pool]
}

run "tells_of_promises_that_the_account_cannot_keep" {
  command = plan

  variables { environment = merge(var.environment, { account_rate_per_second = 759 }) }

  expect_failures = [check.consumers_fit_the_account, check.route_classes_fit_the_account]
}

run "tells_the_authorizer_what_the_live_contracts_give_to_groups" {
  command = plan

  variables { preview_contracts = { widgets = "tests/preview.json", gadgets = "tests/gadgets.json" } }

  assert {
    condition     = aws_ssm_parameter.groups.name == "/test/groups" && aws_ssm_parameter.groups.tier == "Standard"
    error_message = "The authorizer finds the table by its name."
  }

  assert {
    condition = jsondecode(aws_ssm_parameter.groups.insecure_value) == {
      customer = ["gadgets/read", "widgets/read", "widgets/write"]
      staff    = ["widgets/admin"]
    }
    error_message = "A group has from each service what that service gives it."
  }
}

run "refuses_groups_with_more_than_a_parameter_holds" {
  command = plan

  variables { preview_contracts = { widgets = "tests/greedy.json" } }

  expect_failures = [aws_ssm_parameter.groups]
}

run "subscribes_each_log_group_to_the_table_of_its_lines" {
  command = plan

  variables {
    environment = {
      product            = "groundplan"
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = false
      log_retention_days = 7
      web_acl            = {}
      consumers = {
        acme    = { tier = "gold", tenant = "acme", scopes = ["widgets/read"] }
        globex  = { tier = "bronze", tenant = "globex", scopes = ["widgets/read"] }
        widgets = { tier = "internal", tenant = "widgets", scopes = ["widgets/read"] }
        web     = { tier = "silver", kind = "people" }
      }
    }
  }

  assert {
    condition = {
      for table, filter in aws_cloudwatch_log_subscription_filter.gateway : table => [filter.log_group_name, basename(filter.destination_arn), filter.filter_pattern]
      } == {
      access_log_lines = ["/groundplan/test/gateway/access", "access-log-lines", ""]
    }
    error_message = "Every line of the access log goes to its table."
  }

  assert {
    condition     = module.web_acl[0].log_group == null
    error_message = "The web ACL's lines go straight to theirs."
  }

  assert {
    condition = {
      for name, filter in aws_cloudwatch_log_subscription_filter.function : name => [filter.log_group_name, basename(filter.destination_arn)]
      } == {
      authorizer = ["/aws/lambda/groundplan-test-authorizer", "function-log-lines"]
      widgets    = ["/aws/lambda/groundplan-test-widgets", "function-log-lines"]
    }
    error_message = "The functions' lines, the authorizer's among them, go to theirs."
  }
}

run "subscribes_nothing_without_access_logs" {
  command = plan

  override_data {
    target = data.aws_ssm_parameter.platform
    values = {
      insecure_value = <<-JSON
        {
          "artifact_bucket": "artifacts",
          "user_pool_id": "eu-central-1_pool",
          "log_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/logs",
          "alarm_topics": { "pages": "arn:aws:sns:eu-central-1:123456789012:pages", "notices": "arn:aws:sns:eu-central-1:123456789012:notices" },
          "runbook_url": "docs/operations/alarms.md"
        }
      JSON
    }
  }

  assert {
    condition     = length(aws_cloudwatch_log_subscription_filter.gateway) + length(aws_cloudwatch_log_subscription_filter.function) == 0
    error_message = "A platform without streams, or of before, has nothing to subscribe to."
  }
}
