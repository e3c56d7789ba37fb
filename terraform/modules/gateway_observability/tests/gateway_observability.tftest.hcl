mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name                 = "groundplan-test"
  stage_name           = "v1"
  access_log_group     = "/groundplan/test/gateway/access"
  authorizer_log_group = "/aws/lambda/groundplan-test-authorizer"
  availability_percent = 99.9
  runbook_url          = "https://git.example/docs/operations/alarms.md"
  tracing              = true
  topics = {
    pages   = "arn:aws:sns:eu-central-1:123456789012:pages"
    notices = "arn:aws:sns:eu-central-1:123456789012:notices"
  }
  services = {
    widgets = {
      function_name = "groundplan-test-widgets"
      alias_name    = "live"
      log_group     = "/aws/lambda/groundplan-test-widgets"
      failing_alarm = "groundplan-test-widgets-failing"
    }
  }
}

run "counts_what_consumers_were_answered_by_this_stage" {
  command = plan

  assert {
    condition = jsonencode(local.failures) == jsonencode({
      failed = "FILL(errors, 0)"
      total  = "FILL(requests, 0)"
      metrics = {
        errors   = { namespace = "AWS/ApiGateway", metric_name = "5XXError", dimensions = { ApiName = "groundplan-test", Stage = "v1" } }
        requests = { namespace = "AWS/ApiGateway", metric_name = "Count", dimensions = { ApiName = "groundplan-test", Stage = "v1" } }
      }
    })
    error_message = "The promise is about the stage's answers."
  }

  assert {
    condition     = module.burn_rate[0].failing_alarm == "groundplan-test-gateway-failing"
    error_message = "The whole API has its own alarm."
  }
}

run "pages_once_for_one_cause" {
  command = plan

  assert {
    condition = jsonencode({
      for service, alarm in aws_cloudwatch_composite_alarm.service : service => {
        name       = alarm.alarm_name
        rule       = alarm.alarm_rule
        begins     = alarm.alarm_actions
        ends       = alarm.ok_actions
        silencer   = one(alarm.actions_suppressor).alarm
        patience_s = one(alarm.actions_suppressor).wait_period
      }
      }) == jsonencode({
      widgets = {
        name       = "groundplan-test-widgets-failing-page"
        rule       = "ALARM(\"groundplan-test-widgets-failing\")"
        begins     = ["arn:aws:sns:eu-central-1:123456789012:pages"]
        ends       = ["arn:aws:sns:eu-central-1:123456789012:pages"]
        silencer   = "groundplan-test-gateway-failing"
        patience_s = 120
      }
    })
    error_message = "A service pages unless the whole API does."
  }
}

run "measures_errors_as_a_share_of_enough_requests" {
  command = plan

  assert {
    condition = jsonencode({
      for q in one(aws_cloudwatch_metric_alarm.server_errors).metric_query : q.id => concat(
        [for e in [q.expression] : e if e != null],
        [for m in q.metric : "${m.namespace} ${m.metric_name} ${m.stat} ${m.period} ${jsonencode(m.dimensions)}"],
      )
      }) == jsonencode({
      error_percent = ["IF(requests >= 20, 100 * errors / requests, 0)"]
      errors        = ["AWS/ApiGateway 5XXError Sum 300 {\"ApiName\":\"groundplan-test\",\"Stage\":\"v1\"}"]
      requests      = ["AWS/ApiGateway Count Sum 300 {\"ApiName\":\"groundplan-test\",\"Stage\":\"v1\"}"]
    })
    error_message = "A share, of this stage, of at least twenty requests."
  }

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.server_errors).threshold == 5 && one(aws_cloudwatch_metric_alarm.server_errors).evaluation_periods == 2
    error_message = "One in twenty, for ten minutes."
  }
}

run "measures_the_slowest_of_a_hundred" {
  command = plan

  assert {
    condition = jsonencode(one(aws_cloudwatch_metric_alarm.latency).dimensions) == jsonencode({ ApiName = "groundplan-test", Stage = "v1" }) && (
      one(aws_cloudwatch_metric_alarm.latency).extended_statistic == "p99" && one(aws_cloudwatch_metric_alarm.latency).threshold == 3000
    )
    error_message = "p99 of this stage against the limit."
  }

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.latency).evaluate_low_sample_count_percentiles == "ignore"
    error_message = "The 99th of ten requests is the slowest alone."
  }
}

run "counts_refusals_in_the_access_log" {
  command = plan

  assert {
    condition = jsonencode({
      for name, filter in aws_cloudwatch_log_metric_filter.refusals : name => [
        filter.log_group_name, filter.pattern,
        one(filter.metric_transformation).name, one(filter.metric_transformation).value, one(filter.metric_transformation).default_value,
      ]
      }) == jsonencode({
      authorizer-errors = [
        "/groundplan/test/gateway/access",
        "{ ($.error_type = \"AUTHORIZER_FAILURE\") || ($.error_type = \"AUTHORIZER_CONFIGURATION_ERROR\") }",
        "AuthorizerErrors", "1", "0",
      ]
      quota-exceeded     = ["/groundplan/test/gateway/access", "{ ($.error_type = \"QUOTA_EXCEEDED\") }", "QuotaExceeded", "1", "0"]
      throttled-requests = ["/groundplan/test/gateway/access", "{ ($.error_type = \"THROTTLED\") }", "ThrottledRequests", "1", "0"]
    })
    error_message = "Each refusal is counted by the reason that its line names."
  }

  assert {
    condition = jsonencode({
      for name, alarm in aws_cloudwatch_metric_alarm.refusals : alarm.alarm_name => [
        alarm.namespace, alarm.metric_name, alarm.statistic, alarm.threshold, alarm.treat_missing_data, alarm.alarm_actions,
      ]
      }) == jsonencode({
      groundplan-test-gateway-authorizer-errors  = ["groundplan-test-gateway", "AuthorizerErrors", "Sum", 1, "notBreaching", local.notices]
      groundplan-test-gateway-quota-exceeded     = ["groundplan-test-gateway", "QuotaExceeded", "Sum", 1, "notBreaching", local.notices]
      groundplan-test-gateway-throttled-requests = ["groundplan-test-gateway", "ThrottledRequests", "Sum", 100, "notBreaching", local.notices]
    })
    error_message = "The alarms are on what the filters count; a log filter's metric has no dimensions."
  }
}

run "tells_of_callers_refused_in_numbers_where_that_is_wanted" {
  command = plan

  variables { detections = true }

  assert {
    condition = jsonencode({
      for name, filter in aws_cloudwatch_log_metric_filter.detections :
      name => [filter.log_group_name, filter.pattern, one(filter.metric_transformation).name, one(filter.metric_transformation).value]
      }) == jsonencode({
      refused-scopes = ["/groundplan/test/gateway/access", "{ ($.status = \"403\") && ($.error_type != \"WAF_FILTERED\") }", "RefusedScopes", "1"]
      refused-tokens = ["/groundplan/test/gateway/access", "{ $.status = \"401\" }", "RefusedTokens", "1"]
    })
    error_message = "A line is counted by the status that its caller got."
  }

  assert {
    condition = jsonencode({
      for name, alarm in aws_cloudwatch_metric_alarm.detections :
      alarm.alarm_name => [alarm.namespace, alarm.metric_name, alarm.threshold, alarm.treat_missing_data, alarm.alarm_actions]
      }) == jsonencode({
      groundplan-test-gateway-refused-scopes = ["groundplan-test-gateway", "RefusedScopes", 50, "notBreaching", local.notices]
      groundplan-test-gateway-refused-tokens = ["groundplan-test-gateway", "RefusedTokens", 100, "notBreaching", local.notices]
    })
    error_message = "The alarms are on what the filters count."
  }
}

run "costs_nothing_for_detections_that_nobody_asked_for" {
  command = plan

  assert {
    condition     = length(aws_cloudwatch_log_metric_filter.detections) + length(aws_cloudwatch_metric_alarm.detections) == 0
    error_message = "Filters and alarms are there where the environment says so."
  }
}

run "saves_the_questions_that_logs_insights_can_express" {
  command = plan

  assert {
    condition = alltrue([
      for file in fileset("../../../analytics/logs_insights", "*.query") :
      aws_cloudwatch_query_definition.this["questions/${trimsuffix(file, ".query")}"].query_string == trimspace(file("../../../analytics/logs_insights/${file}"))
    ]) && length([for key in keys(aws_cloudwatch_query_definition.this) : key if startswith(key, "questions/")]) == length(fileset("../../../analytics/logs_insights", "*.query"))
    error_message = "Each of them is a saved query over the access log."
  }
}

run "says_what_happened_and_where_the_way_out_is_written" {
  command = plan

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.latency).alarm_description == "1 of 100 requests took 3000 ms or longer. https://git.example/docs/operations/alarms.md#alarm-latency"
    error_message = "An alarm is a sentence and a link."
  }
}

run "samples_the_stages_requests_and_groups_those_worth_opening" {
  command = plan

  assert {
    condition     = one(aws_xray_sampling_rule.this).service_name == "groundplan-test/v1" && one(aws_xray_sampling_rule.this).fixed_rate == 0.05 && one(aws_xray_sampling_rule.this).reservoir_size == 1
    error_message = "The first of each second, and one in twenty of the rest."
  }

  assert {
    condition     = one(aws_xray_group.this).filter_expression == "service(\"groundplan-test/v1\") { fault = true OR responsetime > 3 }"
    error_message = "Failed and slow requests are found without a search."
  }
}

run "traces_nothing_when_told" {
  command = plan

  variables { tracing = false }

  assert {
    condition     = length(aws_xray_sampling_rule.this) == 0 && length(aws_xray_group.this) == 0
    error_message = "Without traces there is nothing to sample."
  }
}

run "follows_one_request_through_every_log" {
  command = plan

  assert {
    condition = aws_cloudwatch_query_definition.this["one-request"].log_group_names == tolist([
      "/groundplan/test/gateway/access", "/aws/lambda/groundplan-test-authorizer", "/aws/lambda/groundplan-test-widgets",
    ])
    error_message = "Gateway, authorizer and services are searched at once."
  }

  assert {
    condition = [for key, q in aws_cloudwatch_query_definition.this : q.name if !startswith(key, "questions/")] == [
      for name in [
        "errors-by-route", "latency-by-integration", "one-request", "refused-by-reason", "slowest-routes",
        "throttled-consumers", "top-consumers",
      ] : "groundplan-test-gateway/${name}"
    ]
    error_message = "What is asked of the access log is one click away."
  }
}

run "draws_the_gateway_and_every_service" {
  command = apply

  assert {
    condition = sort([for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : w.properties.title]) == tolist([
      "Alarms", "Cache hits and misses", "Duration by service (ms, p99)", "Errors By Route", "Errors by service",
      "Invocations by service", "Latency (ms)", "Latency of the integrations (ms)", "Refusals", "Requests and errors",
      "Running at once, by service", "Slowest Routes", "Throttled Consumers", "Top Consumers",
    ])
    error_message = "Everything at a glance."
  }

  assert {
    condition = one([
      for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : w.properties.metrics if w.properties.title == "Errors by service"
      ]) == [
      ["AWS/Lambda", "Errors", "FunctionName", "groundplan-test-widgets", "Resource", "groundplan-test-widgets:live", { label = "widgets", stat = "Sum" }]
    ]
    error_message = "Each service is a line, measured at its alias."
  }
}

run "stands_without_any_service" {
  command = apply

  variables { services = {} }

  assert {
    condition     = length(aws_cloudwatch_composite_alarm.service) == 0
    error_message = "An empty registry is watched as well."
  }

  assert {
    condition     = alltrue([for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : try(length(w.properties.metrics) > 0, true)])
    error_message = "CloudWatch refuses a chart without a metric."
  }
}

run "shows_the_alarms_of_any_number_of_services" {
  command = apply

  variables {
    services = {
      for number in range(120) : "service-${number}" => {
        function_name = "groundplan-test-service-${number}"
        alias_name    = "live"
        log_group     = "/aws/lambda/groundplan-test-service-${number}"
        failing_alarm = "groundplan-test-service-${number}-failing"
      }
    }
  }

  assert {
    condition = [
      for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : length(w.properties.alarms) if w.type == "alarm"
    ] == [100, length(local.alarm_arns) - 100]
    error_message = "CloudWatch takes 100 alarms a widget."
  }
}

run "refuses_a_name_that_x_ray_does_not_take" {
  command = plan

  variables { name = "groundplan-in-an-environment-without-end" }

  expect_failures = [var.name]
}

run "refuses_a_latency_that_is_never_reached" {
  command = plan

  variables { latency_p99_ms = 30000 }

  expect_failures = [var.latency_p99_ms]
}

run "tells_the_region_in_the_dashboards_name" {
  command = apply

  variables { region_suffix = "-eu-west-1" }

  assert {
    condition     = aws_cloudwatch_dashboard.this.dashboard_name == "${var.name}-eu-west-1"
    error_message = "Dashboards are the account's: a second region's would replace the first's."
  }
}

run "keeps_what_pages_without_the_notices" {
  command = plan

  variables { alarms = "pages" }

  assert {
    condition     = length(module.burn_rate) == 1 && keys(aws_cloudwatch_composite_alarm.service) == ["widgets"]
    error_message = "What consumers notice still pages."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.server_errors) + length(aws_cloudwatch_metric_alarm.latency) + length(aws_cloudwatch_metric_alarm.refusals) == 0
    error_message = "Causes are for who reads notices."
  }
}

run "has_no_alarms_when_told" {
  command = plan

  variables { alarms = "none" }

  assert {
    condition     = length(module.burn_rate) + length(aws_cloudwatch_composite_alarm.service) + length(local.alarm_arns) == 0
    error_message = "Where nobody would look, nothing is paid for looking."
  }

  assert {
    condition     = length(aws_cloudwatch_log_metric_filter.refusals) == 3
    error_message = "The dashboard still draws the refusals."
  }
}

run "pages_for_no_service_without_an_alarm_and_draws_it" {
  command = plan

  variables {
    services = {
      widgets = {
        function_name = "groundplan-test-widgets"
        alias_name    = "live"
        log_group     = "/aws/lambda/groundplan-test-widgets"
        table_name    = "groundplan-test-widgets"
        failing_alarm = null
      }
    }
  }

  assert {
    condition     = length(aws_cloudwatch_composite_alarm.service) == 0
    error_message = "A page needs an alarm."
  }

  assert {
    condition = jsonencode(local.table_charts["Throttled reads and writes by table"]) == jsonencode([
      for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] : ["AWS/DynamoDB", metric, "TableName", "groundplan-test-widgets", { stat = "Sum" }]
    ])
    error_message = "Its table is drawn where the service has no dashboard of its own."
  }
}

run "samples_what_the_environment_pays_for" {
  command = plan

  variables { traces = { per_second = 0, share = 0.01 } }

  assert {
    condition     = one(aws_xray_sampling_rule.this).fixed_rate == 0.01 && one(aws_xray_sampling_rule.this).reservoir_size == 0
    error_message = "One in a hundred, and no more for the first of each second."
  }
}
