mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name                   = "groundplan-test"
  stage_arn              = "arn:aws:apigateway:eu-central-1::/restapis/api123/stages/v1"
  requests_per_5_minutes = 5000
  promised_per_5_minutes = { bronze = 3020 }
  log_retention_days     = 7
  log_key_arn            = "arn:aws:kms:eu-central-1:123456789012:key/logs"
}

run "inspects_and_logs_every_request" {
  command = plan

  assert {
    condition     = aws_wafv2_web_acl_association.stage.resource_arn == "arn:aws:apigateway:eu-central-1::/restapis/api123/stages/v1" && aws_wafv2_web_acl_association.stage.web_acl_arn == "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/acl/0a1b"
    error_message = "An ACL that nothing is associated with refuses nobody."
  }

  assert {
    condition     = aws_wafv2_web_acl.this.scope == "REGIONAL"
    error_message = "A stage takes regional ACLs only, an edge-optimized one's too."
  }

  assert {
    condition = { for rule in aws_wafv2_web_acl.this.rule : rule.priority => rule.name } == {
      0 = "AWSManagedRulesAmazonIpReputationList"
      1 = "too-many-requests"
      2 = "body-too-large"
      3 = "AWSManagedRulesKnownBadInputsRuleSet"
      4 = "AWSManagedRulesCommonRuleSet"
    }
    error_message = "Known attackers first, then what is too much, then what looks like an attack."
  }

  assert {
    condition     = alltrue([for rule in aws_wafv2_web_acl.this.rule : length(rule.action) == 1 ? length(one(rule.action).block) == 1 : length(one(rule.override_action).none) == 1])
    error_message = "Every rule refuses; none only counts."
  }

  assert {
    condition = [
      for rule in aws_wafv2_web_acl.this.rule : {
        limit  = rule.statement[0].rate_based_statement[0].limit
        key    = rule.statement[0].rate_based_statement[0].aggregate_key_type
        window = rule.statement[0].rate_based_statement[0].evaluation_window_sec
      } if rule.name == "too-many-requests"
    ] == [{ limit = 5000, key = "IP", window = 300 }]
    error_message = "An address has so many requests in five minutes."
  }

  assert {
    condition = [
      for rule in aws_wafv2_web_acl.this.rule : [
        for override in rule.statement[0].managed_rule_group_statement[0].rule_action_override : override.name
      ] if rule.name == "AWSManagedRulesCommonRuleSet"
    ] == [["SizeRestrictions_BODY"]]
    error_message = "Two limits for one thing would be a riddle."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this[0].name == "aws-waf-logs-groundplan-test" && aws_cloudwatch_log_group.this[0].retention_in_days == 7 && aws_cloudwatch_log_group.this[0].kms_key_id == var.log_key_arn
    error_message = "WAF writes to groups of this beginning only; they end and are encrypted like the others."
  }

  assert {
    condition     = aws_wafv2_web_acl_logging_configuration.this.log_destination_configs == toset(["arn:aws:logs:eu-central-1:123456789012:log-group:group"])
    error_message = "The ACL writes to its own group."
  }

  assert {
    condition     = [for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : one(field.single_header).name] == ["authorization"]
    error_message = "A token in a log is a token in the wrong hands."
  }
}

run "refuses_bodies_that_it_cannot_read_whole" {
  command = plan

  variables { largest_body_kb = 32 }

  assert {
    condition = [
      for rule in aws_wafv2_web_acl.this.rule : {
        size     = rule.statement[0].size_constraint_statement[0].size
        operator = rule.statement[0].size_constraint_statement[0].comparison_operator
        oversize = rule.statement[0].size_constraint_statement[0].field_to_match[0].body[0].oversize_handling
      } if rule.name == "body-too-large"
    ] == [{ size = 32768, operator = "GT", oversize = "MATCH" }]
    error_message = "A body is refused above the limit, and when it is larger than what is read."
  }

  assert {
    condition     = aws_wafv2_web_acl.this.association_config[0].request_body[0].api_gateway[0].default_size_inspection_limit == "KB_32"
    error_message = "What is let through was read."
  }
}

run "refuses_a_limit_that_waf_cannot_count" {
  command = plan

  variables { requests_per_5_minutes = 9 }

  expect_failures = [var.requests_per_5_minutes]
}

run "refuses_bodies_that_waf_would_not_read" {
  command = plan

  variables { largest_body_kb = 128 }

  expect_failures = [var.largest_body_kb]
}

run "refuses_a_name_that_is_too_long" {
  command = plan

  variables { name = join("", [for i in range(129) : "x"]) }

  expect_failures = [var.name]
}

run "lets_an_address_send_what_the_fastest_tier_promises_unless_told" {
  command = plan

  variables {
    requests_per_5_minutes = null
    promised_per_5_minutes = { bronze = 3020, gold = 60400 }
  }

  assert {
    condition = [
      for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].limit if rule.name == "too-many-requests"
    ] == [60400]
    error_message = "Who keeps to a usage plan is never taken for a flood."
  }
}

run "counts_apart_where_services_call" {
  command = plan

  variables {
    requests_per_5_minutes = null
    promised_per_5_minutes = { bronze = 3020 }
    services               = { called = ["goods", "stock"], promised_per_5_minutes = 151000 }
  }

  assert {
    condition = { for rule in aws_wafv2_web_acl.this.rule : rule.name => rule.statement[0].rate_based_statement[0].limit if startswith(rule.name, "too-many") } == {
      too-many-requests            = 3020
      too-many-where-services-call = 151000
    }
    error_message = "A flood is one beyond what callers from outside are promised, where no service calls."
  }

  assert {
    condition = [
      for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].scope_down_statement[0].regex_match_statement[0].regex_string
      if rule.name == "too-many-where-services-call"
    ] == ["^/v1/(goods|stock)(/|$)"]
    error_message = "The higher limit is for the services that are called, and no others."
  }

  assert {
    condition = [
      for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].scope_down_statement[0].not_statement[0].statement[0].regex_match_statement[0].regex_string
      if rule.name == "too-many-requests"
    ] == ["^/v1/(goods|stock)(/|$)"]
    error_message = "Each request is counted once."
  }
}

run "refuses_an_expression_that_waf_does_not_read" {
  command = plan

  variables { services = { called = [for i in range(20) : "a-service-with-a-long-name-${i}"], promised_per_5_minutes = 151000 } }

  expect_failures = [aws_wafv2_web_acl.this]
}

run "refuses_fewer_requests_than_a_tier_promises" {
  command = plan

  variables { promised_per_5_minutes = { bronze = 3020, gold = 60400 } }

  expect_failures = [aws_wafv2_web_acl.this]
}

run "logs_straight_to_a_stream" {
  command = plan

  variables { log_stream_arn = "arn:aws:firehose:eu-central-1:123456789012:deliverystream/aws-waf-logs-groundplan-test" }

  assert {
    condition     = aws_wafv2_web_acl_logging_configuration.this.log_destination_configs == toset([var.log_stream_arn]) && length(aws_cloudwatch_log_group.this) == 0
    error_message = "A line is paid for once."
  }
}

run "refuses_a_stream_that_waf_does_not_take" {
  command = plan

  variables { log_stream_arn = "arn:aws:firehose:eu-central-1:123456789012:deliverystream/lines" }

  expect_failures = [var.log_stream_arn]
}
