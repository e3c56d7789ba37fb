mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name                 = "groundplan-test-widgets"
  availability_percent = 99.9
  failed               = "FILL(errors, 0)"
  total                = "FILL(invocations, 0)"
  runbook_url          = "docs/operations/alarms.md"
  metrics = {
    errors      = { namespace = "AWS/Lambda", metric_name = "Errors", dimensions = { FunctionName = "widgets" } }
    invocations = { namespace = "AWS/Lambda", metric_name = "Invocations", dimensions = { FunctionName = "widgets" } }
  }
}

run "watches_a_long_window_at_each_rate_and_a_short_one_for_both" {
  command = plan

  assert {
    condition = jsonencode({
      for window, alarm in aws_cloudwatch_metric_alarm.burn_rate : window => {
        threshold = alarm.threshold
        period    = distinct([for q in alarm.metric_query : one(q.metric[*].period) if length(q.metric) > 0])
        ratio     = one([for q in alarm.metric_query : q.expression if q.id == "failed_percent"])
      }
      }) == jsonencode({
      "1h" = { threshold = 1.44, period = [3600], ratio = "IF(failed >= 5, 100 * failed / total, 0)" }
      "5m" = { threshold = 0.6, period = [300], ratio = "IF(failed >= 1, 100 * failed / total, 0)" }
      "6h" = { threshold = 0.6, period = [21600], ratio = "IF(failed >= 5, 100 * failed / total, 0)" }
    })
    error_message = "14.4 times the budget over an hour, 6 times over six, as the promise of 99.9 % says."
  }

  assert {
    condition = jsonencode({
      for q in aws_cloudwatch_metric_alarm.burn_rate["1h"].metric_query : q.id => q.expression if q.expression != null && q.return_data != true
    }) == jsonencode({ failed = "FILL(errors, 0)", total = "FILL(invocations, 0)" })
    error_message = "What failed and what there was is the caller's to say."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.burn_rate : length(coalesce(alarm.alarm_actions, [])) == 0])
    error_message = "A window alone tells nobody."
  }
}

run "fails_when_both_windows_of_a_rate_say_so" {
  command = plan

  assert {
    condition = aws_cloudwatch_composite_alarm.failing.alarm_rule == join(" OR ", [
      "(ALARM(\"groundplan-test-widgets-burn-rate-1h\") AND ALARM(\"groundplan-test-widgets-burn-rate-5m\"))",
      "(ALARM(\"groundplan-test-widgets-burn-rate-6h\") AND ALARM(\"groundplan-test-widgets-burn-rate-5m\"))",
    ])
    error_message = "It matters, and it goes on."
  }

  assert {
    condition     = length(aws_cloudwatch_composite_alarm.failing.alarm_actions) == 0
    error_message = "Nobody is told unless somebody was named."
  }
}

run "tells_who_was_named_when_it_begins_and_when_it_ends" {
  command = plan

  variables { page_topic_arn = "arn:aws:sns:eu-central-1:123456789012:pages" }

  assert {
    condition     = one(aws_cloudwatch_composite_alarm.failing.alarm_actions) == var.page_topic_arn && one(aws_cloudwatch_composite_alarm.failing.ok_actions) == var.page_topic_arn
    error_message = "Begin and end of an incident are told."
  }
}

run "follows_the_promise" {
  command = plan

  variables { availability_percent = 99 }

  assert {
    condition     = aws_cloudwatch_metric_alarm.burn_rate["1h"].threshold == 14.4 && aws_cloudwatch_metric_alarm.burn_rate["6h"].threshold == 6
    error_message = "A tenfold budget takes a tenfold share of failures."
  }
}

run "refuses_a_promise_without_a_budget" {
  command = plan

  variables { availability_percent = 100 }

  expect_failures = [var.availability_percent]
}

run "refuses_a_promise_that_no_rate_could_break" {
  command = plan

  variables { availability_percent = 90 }

  expect_failures = [var.availability_percent]
}
