mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name             = "groundplan-test"
  product          = "groundplan"
  environment_name = "test"
  contracts = {
    widgets = <<-JSON
      {"paths": {
        "/widgets": {
          "get": {"x-throttle-class": "read"},
          "post": {"x-throttle-class": "write"},
          "options": {}
        },
        "/widgets/{widgetId}/cancel": {"post": {"x-throttle-class": "write"}}
      }, "components": {"schemas": {"WidgetsMoney": {"type": "object"}}}}
    JSON
    gadgets = <<-JSON
      {"paths": {"/gadgets/parts": {"get": {"x-throttle-class": "read"}}}}
    JSON
  }
  functions = {
    widgets = { function_name = "groundplan-test-widgets", alias_name = "live" }
    gadgets = { function_name = "groundplan-test-gadgets", alias_name = "live" }
  }
  authorizer = {
    function_name = "groundplan-test-authorizer"
    alias_name    = "live"
    invoke_arn    = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/authorizer/invocations"
  }
  service_levels = {
    tiers = {
      gold = { rate_per_second = 20, burst = 40, quota = { limit = 1000, period = "DAY" } }
    }
    route_classes = {
      read  = { rate_per_second = 100, burst = 200 }
      write = { rate_per_second = 50, burst = 60 }
    }
  }
  tracing            = true
  log_retention_days = 7
  log_key_arn        = "arn:aws:kms:eu-central-1:123456789012:key/logs"
}

run "merges_all_contracts_and_adds_health" {
  command = plan

  assert {
    condition = keys(jsondecode(aws_api_gateway_rest_api.this.body).paths) == [
      "/gadgets/parts", "/health", "/widgets", "/widgets/{widgetId}/cancel"
    ]
    error_message = "The API has the paths of every live contract, and /health."
  }

  assert {
    condition     = keys(jsondecode(aws_api_gateway_rest_api.this.body).components.schemas) == ["WidgetsMoney"]
    error_message = "Schemas come along."
  }
}

run "asks_the_authorizer_and_takes_its_usage_key" {
  command = plan

  assert {
    condition     = jsondecode(aws_api_gateway_rest_api.this.body).components.securitySchemes.authorizer["x-amazon-apigateway-authorizer"].authorizerUri == var.authorizer.invoke_arn
    error_message = "The authorizer's alias says who is calling."
  }

  assert {
    condition     = jsondecode(aws_api_gateway_rest_api.this.body)["x-amazon-apigateway-api-key-source"] == "AUTHORIZER"
    error_message = "The consumer is found by what the authorizer says, not by a header."
  }

  assert {
    condition = [
      for key in ["type", "identitySource"] :
      jsondecode(aws_api_gateway_rest_api.this.body).components.securitySchemes.authorizer["x-amazon-apigateway-authorizer"][key]
    ] == ["request", "method.request.header.Authorization, context.resourcePath"]
    error_message = "The authorizer's answer names one service, so it is kept for one route; without a header nobody is asked."
  }
}

run "answers_errors_as_problems" {
  command = plan

  assert {
    condition = alltrue([
      for type, response in jsondecode(aws_api_gateway_rest_api.this.body)["x-amazon-apigateway-gateway-responses"] :
      keys(response.responseTemplates) == ["application/problem+json"] && response.statusCode >= 400
    ])
    error_message = "Every refusal of the gateway is problem+json."
  }

  assert {
    condition     = jsondecode(jsondecode(aws_api_gateway_rest_api.this.body)["x-amazon-apigateway-gateway-responses"].UNAUTHORIZED.responseTemplates["application/problem+json"]).requestId == "$context.requestId"
    error_message = "A problem names the request it is about."
  }

  assert {
    condition     = jsondecode(aws_api_gateway_rest_api.this.body)["x-amazon-apigateway-gateway-responses"].THROTTLED.responseParameters["gatewayresponse.header.Retry-After"] == "'1'"
    error_message = "A throttled consumer is told when to come back."
  }

  assert {
    condition     = jsondecode(aws_api_gateway_rest_api.this.body)["x-amazon-apigateway-gateway-responses"].THROTTLED.responseParameters["gatewayresponse.header.Access-Control-Expose-Headers"] == "'Retry-After'"
    error_message = "A browser lets the page read when to come back."
  }
}

run "deploys_anew_when_the_document_changes" {
  command = plan

  assert {
    condition     = aws_api_gateway_deployment.this.triggers.body == sha256(aws_api_gateway_rest_api.this.body)
    error_message = "The deployment is a copy of this document."
  }
}

run "lets_each_function_be_called_from_its_own_paths" {
  command = plan

  assert {
    condition     = aws_lambda_permission.service["widgets"].source_arn == "arn:aws:execute-api:eu-central-1:123456789012:api123/*/*/widgets*"
    error_message = "One permission covers all routes of the service, and no others."
  }

  assert {
    condition     = aws_lambda_permission.service["widgets"].function_name == "groundplan-test-widgets" && aws_lambda_permission.service["widgets"].qualifier == "live"
    error_message = "The permission is on the alias."
  }

  assert {
    condition     = length(aws_lambda_permission.service) == 2
    error_message = "One permission per function."
  }

  assert {
    condition     = aws_lambda_permission.authorizer.source_arn == "arn:aws:execute-api:eu-central-1:123456789012:api123/authorizers/*"
    error_message = "Only this API's authorizers call the authorizer."
  }
}

run "logs_every_request_as_quoted_strings" {
  command = plan

  assert {
    condition     = one(aws_api_gateway_stage.this.access_log_settings).destination_arn == "arn:aws:logs:eu-central-1:123456789012:log-group:group"
    error_message = "The stage writes the access log."
  }

  assert {
    condition     = alltrue([for value in values(jsondecode(one(aws_api_gateway_stage.this.access_log_settings).format)) : startswith(value, "$context.")])
    error_message = "Every field is a quoted context variable."
  }
}

run "follows_requests_when_told" {
  command = plan

  assert {
    condition     = aws_api_gateway_stage.this.xray_tracing_enabled
    error_message = "A sample of the requests is traced."
  }
}

run "answers_in_its_region_at_its_own_address" {
  command = plan

  assert {
    condition     = one(aws_api_gateway_rest_api.this.endpoint_configuration).types == tolist(["REGIONAL"]) && aws_api_gateway_rest_api.this.disable_execute_api_endpoint == false
    error_message = "Without a domain there is no other address."
  }

  assert {
    condition     = aws_api_gateway_rest_api.this.minimum_compression_size == "1024"
    error_message = "Small answers would grow by being compressed."
  }
}

run "takes_another_endpoint_and_hides_the_default_one_when_told" {
  command = plan

  variables {
    endpoint_type            = "EDGE"
    default_endpoint_enabled = false
  }

  assert {
    condition     = one(aws_api_gateway_rest_api.this.endpoint_configuration).types == tolist(["EDGE"]) && aws_api_gateway_rest_api.this.disable_execute_api_endpoint
    error_message = "What the domain asks of callers cannot be walked around."
  }

}

run "refuses_an_endpoint_that_nobody_can_reach" {
  command = plan

  variables { endpoint_type = "PRIVATE" }

  expect_failures = [var.endpoint_type]
}

run "throttles_by_route_class" {
  command = plan

  assert {
    condition     = keys(aws_api_gateway_method_settings.class) == ["~1widgets/POST", "~1widgets~1{widgetId}~1cancel/POST"]
    error_message = "Routes of another class than read have settings of their own."
  }

  assert {
    condition     = one(aws_api_gateway_method_settings.class["~1widgets/POST"].settings).throttling_rate_limit == 50
    error_message = "Writes have the rate of their class."
  }

  assert {
    condition     = one(aws_api_gateway_method_settings.default.settings).throttling_rate_limit == 100
    error_message = "Reads are the stage's default."
  }
}

run "caches_what_a_contract_says_where_there_is_a_cache" {
  command = plan

  variables {
    cache_size = "0.5"
    contracts  = { gadgets = "{\"paths\": {\"/gadgets/{id}\": {\"get\": {\"x-throttle-class\": \"read\", \"x-cache\": {\"seconds\": 60}}}}}" }
  }

  assert {
    condition     = aws_api_gateway_stage.this.cache_cluster_enabled && aws_api_gateway_stage.this.cache_cluster_size == "0.5"
    error_message = "The stage has the cache that the environment pays for."
  }

  assert {
    condition     = aws_api_gateway_method_settings.class["~1gadgets~1{id}/GET"].settings[0].caching_enabled && aws_api_gateway_method_settings.class["~1gadgets~1{id}/GET"].settings[0].cache_ttl_in_seconds == 60
    error_message = "The contract says how long an answer may be kept."
  }

  assert {
    condition     = aws_api_gateway_method_settings.class["~1gadgets~1{id}/GET"].settings[0].require_authorization_for_cache_control
    error_message = "Not everybody may empty the cache."
  }

  assert {
    condition     = aws_api_gateway_method_settings.class["~1gadgets~1{id}/GET"].settings[0].throttling_rate_limit == 100
    error_message = "A cached route keeps its class's limit."
  }
}

run "caches_nothing_without_a_cache" {
  command = plan

  variables { contracts = { gadgets = "{\"paths\": {\"/gadgets/{id}\": {\"get\": {\"x-cache\": {\"seconds\": 60}}}}}" } }

  assert {
    condition     = !aws_api_gateway_stage.this.cache_cluster_enabled && !aws_api_gateway_method_settings.class["~1gadgets~1{id}/GET"].settings[0].caching_enabled
    error_message = "An environment without a cache pays for none."
  }
}

run "refuses_a_cache_of_a_size_that_aws_lacks" {
  command = plan

  variables { cache_size = "1" }

  expect_failures = [var.cache_size]
}

run "makes_a_usage_plan_of_each_tier" {
  command = plan

  assert {
    condition     = one(aws_api_gateway_usage_plan.tier["gold"].quota_settings).limit == 1000 && one(aws_api_gateway_usage_plan.tier["gold"].throttle_settings).rate_limit == 20
    error_message = "A tier's quota and rate are its plan's."
  }
}

run "deploys_with_an_empty_registry" {
  command = plan

  variables {
    contracts = {}
    functions = {}
  }

  assert {
    condition     = keys(jsondecode(aws_api_gateway_rest_api.this.body).paths) == ["/health"]
    error_message = "Without any service the gateway still answers /health."
  }
}

run "refuses_a_broken_contract" {
  command = plan

  variables { contracts = { widgets = "no JSON" } }

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "refuses_a_path_of_another_service" {
  command = plan

  variables { contracts = { widgets = "{\"paths\": {\"/gadgets\": {\"get\": {}}}}" } }

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "refuses_a_contract_without_paths" {
  command = plan

  variables { contracts = { widgets = "{\"paths\": [\"/widgets\"]}" } }

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "refuses_a_service_that_would_hide_the_gateways_health" {
  command = plan

  variables { contracts = { health = "{\"paths\": {\"/health\": {\"get\": {}}}}" } }

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "refuses_two_names_for_one_path_parameter" {
  command = plan

  variables { contracts = { widgets = "{\"paths\": {\"/widgets/{id}\": {}, \"/widgets/{widgetId}/cancel\": {}}}" } }

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "refuses_an_unknown_route_class" {
  command = plan

  variables { contracts = { widgets = "{\"paths\": {\"/widgets\": {\"get\": {\"x-throttle-class\": \"huge\"}}}}" } }

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "refuses_an_operation_that_no_usage_plan_would_hold_for" {
  command = plan

  variables { contracts = { widgets = "{\"paths\": {\"/widgets\": {\"get\": {\"security\": [{\"authorizer\": []}]}}}}" } }

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "takes_an_operation_with_both_schemes" {
  command = plan

  variables { contracts = { widgets = "{\"paths\": {\"/widgets\": {\"get\": {\"security\": [{\"authorizer\": [], \"api_key\": []}]}}}}" } }
}

run "refuses_a_tier_without_a_quota" {
  command = plan

  variables {
    service_levels = {
      tiers         = { gold = { rate_per_second = 20, burst = 40, quota = { limit = 0, period = "DAY" } } }
      route_classes = { read = { rate_per_second = 100, burst = 200 }, write = { rate_per_second = 50, burst = 60 } }
    }
  }

  expect_failures = [var.service_levels]
}

run "keeps_execution_logs_no_longer_than_told" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.execution.name == "API-Gateway-Execution-Logs_api123/v1" && aws_cloudwatch_log_group.execution.retention_in_days == 7
    error_message = "API Gateway would make this group itself, without end and without key."
  }
}

run "refuses_schemas_of_one_name" {
  command = plan

  variables {
    contracts = {
      widgets = "{\"paths\": {\"/widgets\": {}}, \"components\": {\"schemas\": {\"Money\": {}}}}"
      gadgets = "{\"paths\": {\"/gadgets\": {}}, \"components\": {\"schemas\": {\"Money\": {}}}}"
    }
  }

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "refuses_more_resources_than_the_quota" {
  command = plan

  variables { resource_quota = 6 } # "/", "/health", "/widgets", its two children, "/gadgets" and its child are seven

  expect_failures = [aws_api_gateway_rest_api.this]
}

run "takes_as_many_resources_as_the_quota" {
  command = plan

  variables { resource_quota = 7 }
}

run "refuses_to_keep_policies_longer_than_an_hour" {
  command = plan

  variables { authorizer_ttl_seconds = 3601 }

  expect_failures = [var.authorizer_ttl_seconds]
}

run "leaves_out_the_fields_that_nobody_pays_for" {
  command = plan

  variables { access_log_omits = ["trace_id", "subject"] }

  assert {
    condition     = length(setintersection(keys(jsondecode(aws_api_gateway_stage.this.access_log_settings[0].format)), ["trace_id", "subject"])) == 0
    error_message = "A field that is left out is in no line."
  }
}

run "keeps_the_access_log_as_long_as_it_is_told" {
  command = plan

  variables { access_log_days = 30 }

  assert {
    condition     = [aws_cloudwatch_log_group.access.retention_in_days, aws_cloudwatch_log_group.execution.retention_in_days] == [30, 7]
    error_message = "Only the access log has days of its own; its lines are kept as tables."
  }
}

run "refuses_to_leave_out_what_alarms_count" {
  command = plan

  variables { access_log_omits = ["error_type"] }

  expect_failures = [aws_cloudwatch_log_group.access]
}
