# The same root in the primary region of two, and in the second.
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
    region             = "eu-west-1"
    primary_region     = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = false
    log_retention_days = 7
    domain             = { name = "api.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one", hosted_zone_id = "ZZONE" }
    second_region      = { region = "eu-west-1", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/two" }
    consumers = {
      acme    = { tier = "gold", tenant = "acme", scopes = ["widgets/read"] }
      globex  = { tier = "bronze", tenant = "globex", scopes = ["widgets/read"] }
      widgets = { tier = "internal", tenant = "widgets", scopes = ["widgets/read"] }
      web     = { tier = "silver", kind = "people" }
    }
  }
  client_ids = {
    acme    = "acme0123456789012345"
    globex  = "globex01234567890123"
    widgets = "widgets01234567890123"
    web     = "web00123456789012345"
  }
}

run "answers_for_the_second_region_with_the_primarys_clients" {
  command = plan

  assert {
    condition     = local.certificate_arn == "arn:aws:acm:eu-west-1:123456789012:certificate/two"
    error_message = "API Gateway reads certificates of its own region."
  }

  assert {
    condition     = local.latency == { region = "eu-west-1", health_check_id = "check" }
    error_message = "The domain's record stands for this region, and falls with its health."
  }

  assert {
    condition     = output.consumers == tomap(var.client_ids) && output.consumers["acme"] == "acme0123456789012345"
    error_message = "App clients are the primary region's."
  }

  assert {
    condition     = aws_ssm_parameter.gateway.name == "/test/gateway" && jsondecode(aws_ssm_parameter.gateway.insecure_value).url == "https://api.example.com/v1"
    error_message = "Callers of both regions use one address."
  }
}

run "asks_the_region_alone_whether_it_answers" {
  command = plan

  assert {
    condition     = module.region_domain[0].url == "https://eu-west-1.api.example.com/v1"
    error_message = "The region has a name of its own."
  }

  assert {
    condition     = aws_route53_health_check.this[0].fqdn == "eu-west-1.api.example.com" && aws_route53_health_check.this[0].resource_path == "/v1/health" && aws_route53_health_check.this[0].type == "HTTPS" && aws_route53_health_check.this[0].port == 443
    error_message = "What answers without a function or a table is asked, at the region's own name."
  }

  assert {
    condition     = aws_route53_health_check.this[0].request_interval == 30 && aws_route53_health_check.this[0].failure_threshold == 3 && length(aws_route53_health_check.this[0].regions) == 3
    error_message = "A region that does not answer is left within two minutes, and asking stays cheap."
  }
}

run "answers_for_the_primary_region_too" {
  command = plan

  variables {
    environment = merge(var.environment, {
      region         = "eu-central-1"
      primary_region = null
    })
    client_ids = null
  }

  assert {
    condition     = local.certificate_arn == "arn:aws:acm:eu-central-1:123456789012:certificate/one" && local.latency == { region = "eu-central-1", health_check_id = "check" }
    error_message = "Certificate and record are the primary region's."
  }

  assert {
    condition     = aws_route53_health_check.this[0].fqdn == "eu-central-1.api.example.com"
    error_message = "Each region is asked at its own name."
  }

  assert {
    condition     = output.consumers["acme"] == "client0123456789012345" && length(output.consumers) == 4
    error_message = "App clients are made here."
  }
}

run "has_neither_record_nor_check_of_a_region_by_default" {
  command = plan

  variables {
    environment = merge(var.environment, {
      region         = "eu-central-1"
      primary_region = null
      second_region  = null
    })
    client_ids = null
  }

  assert {
    condition     = length(aws_route53_health_check.this) == 0 && length(module.region_domain) == 0 && local.latency == null
    error_message = "One region needs none of it."
  }
}

run "expects_the_second_regions_names_of_a_service_that_is_reviewed" {
  command = plan

  variables { preview_contracts = { gadgets = "tests/gadgets.json" } }

  assert {
    condition     = local.services["gadgets"].gateway_role_arn == "arn:aws:iam::123456789012:role/groundplan-test-gadgets-gateway-eu-west-1"
    error_message = "A role of the second region has its name."
  }
}

run "refuses_to_be_applied_in_the_second_region_without_the_primarys_clients" {
  command = plan

  variables { client_ids = null }

  expect_failures = [var.client_ids]
}
