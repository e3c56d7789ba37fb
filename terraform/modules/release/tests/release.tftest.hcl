mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  runbook_url     = "docs/operations/alarms.md"
  name            = "groundplan-test-widgets"
  alias_name      = "live"
  new_version     = "7"
  timeout_seconds = 10
  smoke_function  = "groundplan-test-smoke"
  traffic         = { shift = "canary" }

  notices_topic_arn        = "arn:aws:sns:eu-central-1:123456789012:notices"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
}

run "shifts_a_tenth_first_and_the_rest_after_five_minutes" {
  command = plan

  assert {
    condition     = one(one(aws_codedeploy_deployment_config.this.traffic_routing_config).time_based_canary) == { percentage = 10, interval = 5 }
    error_message = "A canary has ten percent for five minutes unless told otherwise."
  }

  assert {
    condition     = aws_codedeploy_deployment_group.this.deployment_config_name == "groundplan-test-widgets-canary-10-percent-5-minutes"
    error_message = "The group shifts as its configuration's name says."
  }
}

run "grows_step_by_step_when_linear" {
  command = plan

  variables { traffic = { shift = "linear", percent = 25, minutes = 2 } }

  assert {
    condition     = one(one(aws_codedeploy_deployment_config.this.traffic_routing_config).time_based_linear) == { percentage = 25, interval = 2 }
    error_message = "A quarter more every two minutes."
  }
}

run "shifts_everything_when_told" {
  command = plan

  variables { traffic = { shift = "at-once" } }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.errors) + length(aws_cloudwatch_metric_alarm.slow) + length(aws_codedeploy_deployment_group.this.alarm_configuration) == 0
    error_message = "With all traffic at once there is no share to watch, and nobody pays for alarms."
  }

  assert {
    condition     = one(aws_codedeploy_deployment_group.this.auto_rollback_configuration).events == toset(["DEPLOYMENT_FAILURE"])
    error_message = "Without alarms none of them brings the version before; a failed hook does."
  }

  assert {
    condition     = one(aws_codedeploy_deployment_config.this.traffic_routing_config).type == "AllAtOnce" && aws_codedeploy_deployment_config.this.deployment_config_name == "groundplan-test-widgets-at-once"
    error_message = "No canary where none is wanted."
  }
}

run "rolls_back_what_fails_or_rings" {
  command = plan

  assert {
    condition     = one(aws_codedeploy_deployment_group.this.auto_rollback_configuration).events == toset(["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"])
    error_message = "A failed hook and an alarm both bring the version before."
  }

  assert {
    condition     = one(aws_codedeploy_deployment_group.this.alarm_configuration).alarms == toset(["groundplan-test-widgets-release-errors", "groundplan-test-widgets-release-slow"])
    error_message = "Both alarms of the release stop it."
  }
}

run "watches_the_new_version_alone" {
  command = plan

  assert {
    condition = alltrue([
      for query in one(aws_cloudwatch_metric_alarm.errors).metric_query :
      one(query.metric).dimensions == tomap({ FunctionName = "groundplan-test-widgets", Resource = "groundplan-test-widgets:live", ExecutedVersion = "7" })
      if query.id != "failing"
    ])
    error_message = "Errors of the version before must not take the new one back."
  }

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.slow).dimensions["ExecutedVersion"] == "7" && one(aws_cloudwatch_metric_alarm.slow).threshold == 8000
    error_message = "Slow is four fifths of the time-out, in milliseconds."
  }

  assert {
    condition     = one(aws_cloudwatch_metric_alarm.errors).treat_missing_data == "notBreaching" && one(aws_cloudwatch_metric_alarm.slow).treat_missing_data == "notBreaching"
    error_message = "A version that nobody asked has not failed."
  }
}

run "lets_codedeploy_do_this_and_no_more" {
  command = plan

  assert {
    condition = jsonencode({
      for statement in data.aws_iam_policy_document.permissions.statement : statement.sid => sort(statement.resources)
      }) == jsonencode({
      ShiftTheAlias    = ["arn:aws:lambda:eu-central-1:123456789012:function:groundplan-test-widgets", "arn:aws:lambda:eu-central-1:123456789012:function:groundplan-test-widgets:live"]
      CallTheSmokeTest = ["arn:aws:lambda:eu-central-1:123456789012:function:groundplan-test-smoke"]
      WatchAlarms      = ["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*"]
    })
    error_message = "The role reaches this function's alias and the smoke test."
  }

  assert {
    condition     = one(one(data.aws_iam_policy_document.assume.statement).principals).identifiers == toset(["codedeploy.amazonaws.com"])
    error_message = "Only CodeDeploy takes the role."
  }

  assert {
    condition     = aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "The role ends where the boundary does."
  }
}

run "tells_of_a_release_that_failed_or_was_stopped" {
  command = plan

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.failed.event_pattern) == {
      source      = ["aws.codedeploy"]
      detail-type = ["CodeDeploy Deployment State-change Notification"]
      detail = {
        application     = ["groundplan-test-widgets"]
        deploymentGroup = ["live"]
        state           = ["FAILURE", "STOP"]
      }
    }
    error_message = "A failed hook, an alarm and a person all end a release; each is told, of this function alone."
  }

  assert {
    condition     = aws_cloudwatch_event_target.notices.arn == "arn:aws:sns:eu-central-1:123456789012:notices" && aws_cloudwatch_event_target.notices.rule == "groundplan-test-widgets-release-failed"
    error_message = "Those who read notices are told."
  }

  assert {
    condition = one(aws_cloudwatch_event_target.notices.input_transformer).input_template == join("", [
      "\"Release <deployment> of groundplan-test-widgets ended at <time>: <state>. ",
      "Traffic is with the version before. docs/operations/alarms.md#alarm-release-failed\"",
    ])
    error_message = "The message says which release it was, and where the reader finds what to do."
  }
}

run "refuses_an_unknown_shift" {
  command = plan

  variables { traffic = { shift = "suddenly" } }

  expect_failures = [var.traffic]
}

run "refuses_a_first_share_of_everything" {
  command = plan

  variables { traffic = { shift = "canary", percent = 100 } }

  expect_failures = [var.traffic]
}

run "refuses_an_interval_of_nothing" {
  command = plan

  variables { traffic = { shift = "canary", minutes = 0 } }

  expect_failures = [var.traffic]
}

run "refuses_a_shift_that_codedeploy_would_cut_off" {
  command = plan

  variables { traffic = { shift = "linear", percent = 1, minutes = 30 } }

  expect_failures = [var.traffic]
}

run "refuses_to_wait_for_all_requests_to_fail" {
  command = plan

  variables { failing_percent = 100 }

  expect_failures = [var.failing_percent]
}

run "tells_the_region_in_the_roles_name_alone" {
  command = plan

  variables { region_suffix = "-eu-west-1" }

  assert {
    condition     = aws_iam_role.this.name == "${var.name}-release-eu-west-1" && aws_codedeploy_app.this.name == var.name
    error_message = "Roles are the account's, applications of CodeDeploy a region's."
  }
}
