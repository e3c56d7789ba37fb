mock_provider "aws" {
  source = "../../testing/mocks"
}

variables {
  name                 = "groundplan-test-widgets"
  function             = { alias_name = "live", timeout_seconds = 10, log_group_name = "/aws/lambda/groundplan-test-widgets" }
  availability_percent = 99.9
  notices_topic_arn    = "arn:aws:sns:eu-central-1:123456789012:notices"
  runbook_url          = "https://git.example/docs/operations/alarms.md"
  table = {
    name    = "groundplan-test-widgets"
    actions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:ConditionCheckItem"]
  }
}

run "watches_the_alias_that_takes_traffic" {
  command = apply

  assert {
    condition = jsonencode([
      for alarm in [
        one(aws_cloudwatch_metric_alarm.function_errors),
        one(aws_cloudwatch_metric_alarm.function_near_timeout),
        one(aws_cloudwatch_metric_alarm.function_throttles),
        ] : {
        name       = alarm.alarm_name
        metric     = "${alarm.namespace} ${alarm.metric_name} ${alarm.statistic}"
        dimensions = alarm.dimensions
        threshold  = alarm.threshold
        seconds    = alarm.period
        missing    = alarm.treat_missing_data
      }
      ]) == jsonencode([
      for suffix, is in {
        function-errors       = { metric = "AWS/Lambda Errors Sum", threshold = 1 }
        function-near-timeout = { metric = "AWS/Lambda Duration Maximum", threshold = 8000 }
        function-throttles    = { metric = "AWS/Lambda Throttles Sum", threshold = 1 }
        } : {
        name       = "groundplan-test-widgets-${suffix}"
        metric     = is.metric
        dimensions = { FunctionName = "groundplan-test-widgets", Resource = "groundplan-test-widgets:live" }
        threshold  = is.threshold
        seconds    = 300
        missing    = "notBreaching"
      }
    ])
    error_message = "Each alarm is on the alias's metric, and near-time-out is four fifths of the timeout."
  }

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.function_near_timeout).evaluation_periods == 3 && one(aws_cloudwatch_metric_alarm.function_near_timeout).datapoints_to_alarm == 2
    error_message = "One slow start is no trend."
  }
}

run "has_no_dead_letters_where_somebody_waits" {
  command = apply

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.dead_letters) == 0 && output.watched_queue == null
    error_message = "What has no queue is not watched."
  }
}

run "watches_the_dead_letters" {
  command = apply

  variables {
    function = {
      alias_name      = "live"
      timeout_seconds = 10
      log_group_name  = "/aws/lambda/groundplan-test-smoke"
      dead_letters    = "groundplan-test-smoke-dead-letters"
    }
    name  = "groundplan-test-smoke"
    table = null
  }

  assert {
    condition = jsonencode({
      for field in ["alarm_name", "namespace", "metric_name", "dimensions", "statistic", "threshold", "comparison_operator", "treat_missing_data", "alarm_actions", "ok_actions"] :
      field => aws_cloudwatch_metric_alarm.dead_letters[0][field]
      }) == jsonencode({
      alarm_name          = "groundplan-test-smoke-dead-letters"
      namespace           = "AWS/SQS"
      metric_name         = "ApproximateNumberOfMessagesVisible"
      dimensions          = { QueueName = "groundplan-test-smoke-dead-letters" }
      statistic           = "Maximum"
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
      treat_missing_data  = "notBreaching"
      alarm_actions       = ["arn:aws:sns:eu-central-1:123456789012:notices"]
      ok_actions          = ["arn:aws:sns:eu-central-1:123456789012:notices"]
    })
    error_message = "One dead letter is one too many, until the queue is empty again."
  }
}

run "tells_those_who_read_notices" {
  command = apply

  assert {
    condition = alltrue([
      for alarm in concat(
        aws_cloudwatch_metric_alarm.function_errors[*], aws_cloudwatch_metric_alarm.function_near_timeout[*],
        aws_cloudwatch_metric_alarm.function_throttles[*], aws_cloudwatch_metric_alarm.table_throttles[*],
        aws_cloudwatch_metric_alarm.table_errors[*]
      ) : alarm.alarm_actions == toset([var.notices_topic_arn]) && alarm.ok_actions == toset([var.notices_topic_arn])
    ])
    error_message = "A cause is a notice; whether it matters is for the burn rate to say."
  }

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.function_errors).alarm_description == "groundplan-test-widgets raised, crashed or timed out. https://git.example/docs/operations/alarms.md#alarm-function-errors"
    error_message = "An alarm says what happened and where the way out is written."
  }
}

run "counts_failed_and_throttled_requests_against_the_promise" {
  command = apply

  assert {
    condition = jsonencode(local.failures) == jsonencode({
      failed = "FILL(errors, 0) + FILL(throttles, 0)"
      total  = "FILL(invocations, 0) + FILL(throttles, 0)"
      metrics = {
        for id, name in { errors = "Errors", invocations = "Invocations", throttles = "Throttles" } : id => {
          namespace              = "AWS/Lambda"
          metric_name            = name
          dimensions             = { FunctionName = "groundplan-test-widgets", Resource = "groundplan-test-widgets:live" }
        }
      }
    })
    error_message = "A throttled request never ran: it is no invocation, and it failed."
  }

  assert {
    condition     = output.failing_alarm == "groundplan-test-widgets-failing"
    error_message = "The gateway pages by this alarm."
  }
}

run "adds_up_throttled_reads_and_writes_of_the_table" {
  command = apply

  assert {
    condition = jsonencode({
      for q in one(aws_cloudwatch_metric_alarm.table_throttles).metric_query : q.id => concat(
        [for e in [q.expression] : e if e != null],
        [for m in q.metric : "${m.namespace} ${m.metric_name} ${m.stat} ${m.period} ${jsonencode(m.dimensions)}"],
      )
      }) == jsonencode({
      throttles = ["FILL(reads, 0) + FILL(writes, 0)"]
      reads     = ["AWS/DynamoDB ReadThrottleEvents Sum 300 {\"TableName\":\"groundplan-test-widgets\"}"]
      writes    = ["AWS/DynamoDB WriteThrottleEvents Sum 300 {\"TableName\":\"groundplan-test-widgets\"}"]
    })
    error_message = "Throttle events are measured by table."
  }
}

run "adds_up_the_tables_failures_by_operation" {
  command = apply

  assert {
    condition = jsonencode({
      for q in one(aws_cloudwatch_metric_alarm.table_errors).metric_query : q.id => [
        for m in q.metric : m.dimensions if "${m.namespace} ${m.metric_name} ${m.stat} ${m.period}" == "AWS/DynamoDB SystemErrors Sum 300"
      ]
      }) == jsonencode({
      errors             = []
      getitem            = [{ Operation = "GetItem", TableName = "groundplan-test-widgets" }]
      putitem            = [{ Operation = "PutItem", TableName = "groundplan-test-widgets" }]
      query              = [{ Operation = "Query", TableName = "groundplan-test-widgets" }]
      transactwriteitems = [{ Operation = "TransactWriteItems", TableName = "groundplan-test-widgets" }]
    })
    error_message = "System errors are measured by table and operation, written transactions included."
  }

  assert {
    condition = one([
      for q in one(aws_cloudwatch_metric_alarm.table_errors).metric_query : q.expression if q.return_data == true
    ]) == "FILL(getitem, 0) + FILL(putitem, 0) + FILL(query, 0) + FILL(transactwriteitems, 0)"
    error_message = "All of them are one alarm."
  }
}

run "draws_function_table_and_logs" {
  command = apply

  assert {
    condition = [for w in jsondecode(one(aws_cloudwatch_dashboard.this).dashboard_body).widgets : w.properties.title] == [
      "Alarms", "Consumed capacity", "Duration (ms)", "Invocations, errors and throttles", "Latency of the table (ms, p99)",
      "Running at once", "Throttled reads and writes",
      "Cold Starts", "Failures", "Requests By Tenant", "Slowest Requests",
    ]
    error_message = "Everything about one service is on one page."
  }

  assert {
    condition = jsondecode(one(aws_cloudwatch_dashboard.this).dashboard_body).widgets[2].properties.metrics[1] == [
      "AWS/Lambda", "Duration", "FunctionName", "groundplan-test-widgets", "Resource", "groundplan-test-widgets:live",
      { label = "p99", stat = "p99" },
    ]
    error_message = "Charts show the alias's metrics too."
  }
}

run "saves_queries_over_the_functions_log" {
  command = apply

  assert {
    condition = [for q in aws_cloudwatch_query_definition.this : q.name] == [
      "groundplan-test-widgets/cold-starts", "groundplan-test-widgets/failures",
      "groundplan-test-widgets/requests-by-tenant", "groundplan-test-widgets/slowest-requests",
    ]
    error_message = "What is asked of a service's log is one click away."
  }

  assert {
    condition     = alltrue([for q in aws_cloudwatch_query_definition.this : q.log_group_names == tolist(["/aws/lambda/groundplan-test-widgets"])])
    error_message = "Each looks into this function's log."
  }
}

run "knows_that_an_authorizer_refuses_by_raising" {
  command = apply

  variables {
    table              = null
    refuses_by_raising = true
  }

  assert {
    condition     = output.failing_alarm == null && length(aws_cloudwatch_metric_alarm.function_errors) == 0
    error_message = "A refused caller is no failure, though Lambda counts it as an error."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.table_throttles) == 0 && length(aws_cloudwatch_metric_alarm.table_errors) == 0
    error_message = "Without a table there is nothing to watch of one."
  }

  assert {
    condition     = contains(keys(aws_cloudwatch_query_definition.this), "refused-callers")
    error_message = "Why callers were refused is a saved query."
  }
}

run "refuses_a_table_that_nothing_measures" {
  command = plan

  variables { table = { name = "widgets", actions = ["dynamodb:DescribeTable"] } }

  expect_failures = [aws_cloudwatch_metric_alarm.table_errors]
}

run "tells_the_region_in_the_dashboards_name" {
  command = apply

  variables { region_suffix = "-eu-west-1" }

  assert {
    condition     = one(aws_cloudwatch_dashboard.this).dashboard_name == "${var.name}-eu-west-1"
    error_message = "Dashboards are the account's: a second region's would replace the first's."
  }
}

run "promises_no_answers_of_what_an_event_invokes" {
  command = plan

  variables {
    name  = "groundplan-test-smoke"
    table = null
    function = {
      alias_name      = "live"
      timeout_seconds = 10
      log_group_name  = "/aws/lambda/groundplan-test-smoke"
      dead_letters    = "groundplan-test-smoke-dead-letters"
    }
  }

  assert {
    condition     = length(module.burn_rate) == 0 && jsonencode(keys(output.alarm_topics)) == jsonencode(["dead-letters", "function-errors"])
    error_message = "Nobody's error budget is spent by a hook; its errors and dead letters are told."
  }
}

run "keeps_what_pages_without_the_notices" {
  command = plan

  variables { alarms = "pages" }

  assert {
    condition     = output.failing_alarm == "groundplan-test-widgets-failing" && length(output.alarm_topics) == 0
    error_message = "What consumers notice is still seen."
  }
}

run "has_no_alarms_and_no_dashboard_when_told" {
  command = apply

  variables {
    alarms    = "none"
    dashboard = false
  }

  assert {
    condition     = output.failing_alarm == null && length(output.alarm_topics) == 0 && length(module.burn_rate) == 0
    error_message = "Where nobody would look, nothing is paid for looking."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0 && length(aws_cloudwatch_query_definition.this) > 0
    error_message = "Saved queries cost nothing and stay."
  }
}

run "draws_no_alarms_where_there_are_none" {
  command = apply

  variables { alarms = "none" }

  assert {
    condition     = !contains([for w in jsondecode(one(aws_cloudwatch_dashboard.this).dashboard_body).widgets : w.properties.title], "Alarms")
    error_message = "CloudWatch refuses a widget without alarms."
  }
}
