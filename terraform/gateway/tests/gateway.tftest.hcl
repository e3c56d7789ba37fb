mock_provider "aws" {
  override_during = plan

  mock_data "aws_ssm_parameter" {
    defaults = {
      insecure_value = <<-JSON
        {
          "artifact_bucket": "artifacts",
          "user_pool_id": "eu-central-1_pool",
          "token_url": "https://token.example",
          "log_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/logs",
          "alarm_topics": { "pages": "arn:aws:sns:eu-central-1:123456789012:pages", "notices": "arn:aws:sns:eu-central-1:123456789012:notices" },
          "runbook_url": "docs/operations.md",
          "log_group": "/aws/lambda/groundplan-test-authorizer",
          "function_name": "groundplan-test-orders",
          "alias_name": "live",
          "invoke_arn": "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/orders/invocations",
          "table_name": "orders"
        }
      JSON
    }
  }
  mock_data "aws_s3_object" {
    defaults = { body = "{\"paths\": {\"/orders\": {\"get\": {\"summary\": \"live\"}}}}" }
  }
  mock_resource "aws_cognito_user_pool_client" {
    defaults = { id = "client0123456789012345" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:access" }
  }
  mock_resource "aws_api_gateway_stage" {
    defaults = { arn = "arn:aws:apigateway:eu-central-1::/restapis/api123/stages/v1" }
  }
  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/groundplan-test/acl" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::truststore" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_resource "aws_api_gateway_rest_api" {
    defaults = { execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:api123" }
  }
}

override_data {
  target = data.aws_ssm_parameters_by_path.live
  values = {
    names  = ["/test/live/orders"]
    values = ["contracts/orders/abc.json"]
  }
}

override_data {
  target = data.aws_ssm_parameters_by_path.services
  values = {
    names = ["/test/services/orders"]
    values = [<<-JSON
      {
        "function_name": "groundplan-test-orders",
        "alias_name": "live",
        "invoke_arn": "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/orders/invocations",
        "table_name": "orders",
        "log_group": "/aws/lambda/groundplan-test-orders",
        "failing_alarm": "groundplan-test-orders-failing"
      }
    JSON
    ]
  }
}

variables {
  environment = {
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = false
    log_retention_days = 7
    consumers = {
      acme   = { tier = "gold", tenant = "acme", scopes = ["orders/read"] }
      globex = { tier = "bronze", tenant = "globex", scopes = ["orders/read"] }
      orders = { tier = "internal", tenant = "orders", scopes = ["orders/read"] }
      web    = { tier = "silver", kind = "people" }
    }
  }
}

run "serves_and_watches_the_live_contracts" {
  command = plan

  assert {
    condition     = jsondecode(local.contracts["orders"]).paths["/orders"].get.summary == "live"
    error_message = "What a pointer names is served."
  }

  assert {
    condition     = data.aws_s3_object.contract["orders"].key == "contracts/orders/abc.json" && data.aws_s3_object.contract["orders"].bucket == "artifacts"
    error_message = "The object is the one that the pointer names."
  }

  assert {
    condition     = aws_ssm_parameter.gateway.name == "/test/gateway"
    error_message = "Others find the gateway by this name."
  }

  assert {
    condition     = aws_s3_object.served.key == "served/contracts.json" && jsondecode(aws_s3_object.served.content) == { orders = "contracts/orders/abc.json" }
    error_message = "The deploy command sees which contracts were applied."
  }

  assert {
    condition = local.watched == {
      orders = {
        function_name = "groundplan-test-orders"
        alias_name    = "live"
        log_group     = "/aws/lambda/groundplan-test-orders"
        failing_alarm = "groundplan-test-orders-failing"
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

  variables { preview_contracts = { orders = "tests/preview.json" } }

  assert {
    condition     = jsondecode(local.contracts["orders"]).paths["/orders"].get.summary == "previewed" && length(data.aws_s3_object.contract) == 0
    error_message = "A review sees the working tree's contract instead of the live one."
  }

  assert {
    condition     = jsondecode(local.contracts["orders"]).paths["/orders"].get.uri == "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/orders/invocations"
    error_message = "A previewed contract is resolved like a stored one."
  }
}

run "reviews_a_service_that_was_never_deployed" {
  command = plan

  variables { preview_contracts = { catalog = "tests/catalog.json" } }

  assert {
    condition     = endswith(jsondecode(local.contracts["catalog"]).paths["/catalog"].get.uri, ":function:groundplan-test-catalog:live/invocations")
    error_message = "Its function will have the name that every service's has."
  }

  assert {
    condition     = local.watched["catalog"].failing_alarm == "groundplan-test-catalog-failing"
    error_message = "A review shows that it will be watched."
  }
}

run "watches_no_service_of_a_release_before_alarms" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.services
    values = {
      names  = ["/test/services/orders"]
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
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = false
      log_retention_days = 7
      domain = {
        name            = "api.example.com"
        certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one"
        truststore      = "../gateway/tests/truststore.pem"
      }
      web_acl = { requests_per_5_minutes = 500 }
      consumers = {
        acme   = { tier = "gold", tenant = "acme", scopes = ["orders/read"] }
        globex = { tier = "bronze", tenant = "globex", scopes = ["orders/read"] }
        orders = { tier = "internal", tenant = "orders", scopes = ["orders/read"] }
        web    = { tier = "silver", kind = "people" }
      }
    }
  }

  assert {
    condition     = output.invoke_url == "https://api.example.com/v1" && jsondecode(aws_ssm_parameter.gateway.insecure_value).url == "https://api.example.com/v1"
    error_message = "Whoever looks the API up is told the domain."
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.gateway.insecure_value).waf_log_group == "aws-waf-logs-groundplan-test"
    error_message = "Whoever looks for a caller's country finds the ACL's log."
  }
}

run "refuses_a_trust_store_that_is_not_there" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = false
      log_retention_days = 7
      domain = {
        name            = "api.example.com"
        certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one"
        truststore      = "nobody.pem"
      }
      consumers = {}
    }
  }

  expect_failures = [var.environment]
}

run "tells_of_a_usage_plan_that_nobody_is_in" {
  command = plan

  variables {
    environment = {
      name               = "test"
      region             = "eu-central-1"
      account_ids        = ["123456789012"]
      protect_data       = false
      log_retention_days = 7
      consumers = {
        acme   = { tier = "gold", tenant = "acme", scopes = ["orders/read"] }
        globex = { tier = "bronze", tenant = "globex", scopes = ["orders/read"], enabled = false }
      }
    }
  }

  expect_failures = [check.usage_plans_have_members]
}

run "tells_of_a_user_pool_that_is_full" {
  command = plan

  variables {
    environment = {
      name                  = "test"
      region                = "eu-central-1"
      account_ids           = ["123456789012"]
      protect_data          = false
      log_retention_days    = 7
      resource_server_quota = 0
      consumers = {
        acme   = { tier = "gold", tenant = "acme", scopes = ["orders/read"] }
        globex = { tier = "bronze", tenant = "globex", scopes = ["orders/read"] }
        orders = { tier = "internal", tenant = "orders", scopes = ["orders/read"] }
        web    = { tier = "silver", kind = "people" }
      }
    }
  }

  expect_failures = [check.services_fit_the_user_pool]
}

run "tells_of_promises_that_the_account_cannot_keep" {
  command = plan

  variables {
    environment = {
      name                    = "test"
      region                  = "eu-central-1"
      account_ids             = ["123456789012"]
      protect_data            = false
      log_retention_days      = 7
      account_rate_per_second = 759
      consumers = {
        acme   = { tier = "gold", tenant = "acme", scopes = ["orders/read"] }
        globex = { tier = "bronze", tenant = "globex", scopes = ["orders/read"] }
        orders = { tier = "internal", tenant = "orders", scopes = ["orders/read"] }
        web    = { tier = "silver", kind = "people" }
      }
    }
  }

  expect_failures = [check.consumers_fit_the_account, check.route_classes_fit_the_account]
}

run "tells_the_authorizer_what_the_live_contracts_give_to_groups" {
  command = plan

  variables { preview_contracts = { orders = "tests/preview.json", catalog = "tests/catalog.json" } }

  assert {
    condition     = aws_ssm_parameter.groups.name == "/test/groups" && aws_ssm_parameter.groups.tier == "Standard"
    error_message = "The authorizer finds the table by its name."
  }

  assert {
    condition = jsondecode(aws_ssm_parameter.groups.insecure_value) == {
      customer = ["catalog/read", "orders/read", "orders/write"]
      staff    = ["orders/admin"]
    }
    error_message = "A group has from each service what that service gives it."
  }
}

run "refuses_groups_with_more_than_a_parameter_holds" {
  command = plan

  variables { preview_contracts = { orders = "tests/greedy.json" } }

  expect_failures = [aws_ssm_parameter.groups]
}
