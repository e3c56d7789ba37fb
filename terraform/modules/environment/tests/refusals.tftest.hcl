# Each run is refused by one validation alone.
variables {
  written = {
    product            = "groundplan"
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
    consumers          = {}
  }
  domain = { name = "api.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one", hosted_zone_id = "ZZONE" }
  second = { region = "eu-west-1", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/two" }
}

run "refuses_an_environment_name_that_is_too_long" {
  command = plan

  variables { values = merge(var.written, { name = "seventeen-letters" }) }

  expect_failures = [var.values]
}

run "refuses_to_reserve_places_that_lambda_keeps" {
  command = plan

  variables { values = merge(var.written, { account_concurrency = 1000, functions = { widgets = { reserved = 500 }, gadgets = { reserved = 401 } } }) }

  expect_failures = [var.values]
}

run "refuses_to_forget_lines_that_nothing_else_keeps" {
  command = plan

  variables { values = merge(var.written, { logs = { access_days = 30 } }) }

  expect_failures = [var.values]
}

run "refuses_to_work_in_any_account" {
  command = plan

  variables { values = merge(var.written, { account_ids = [] }) }

  expect_failures = [var.values]
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables { values = merge(var.written, { account_ids = ["12345"] }) }

  expect_failures = [var.values]
}

run "refuses_an_end_that_is_no_time" {
  command = plan

  variables { values = merge(var.written, { protect_data = false, expires_at = "tomorrow" }) }

  expect_failures = [var.values]
}

run "refuses_to_protect_what_is_to_be_swept" {
  command = plan

  variables { values = merge(var.written, { expires_at = "2026-01-31T12:00:00Z" }) }

  expect_failures = [var.values]
}

run "refuses_a_repository_that_cannot_be_linked" {
  command = plan

  variables { values = merge(var.written, { repository_url = "git@git.example:acme/shop" }) }

  expect_failures = [var.values]
}

run "refuses_a_repository_without_owner" {
  command = plan

  variables { values = merge(var.written, { github_repository = "shop" }) }

  expect_failures = [var.values]
}

run "refuses_an_id_of_the_owner_alone" {
  command = plan

  variables { values = merge(var.written, { github_repository = "acme@1234/shop" }) }

  expect_failures = [var.values]
}

run "refuses_a_pattern_for_an_id" {
  command = plan

  variables { values = merge(var.written, { github_repository = "acme@*/shop@*" }) }

  expect_failures = [var.values]
}

run "refuses_a_pattern_for_a_branch" {
  command = plan

  variables { values = merge(var.written, { github_branch = "release/*" }) }

  expect_failures = [var.values]
}

run "refuses_receivers_of_an_unknown_topic" {
  command = plan

  variables { values = merge(var.written, { alarm_emails = { everything = ["oncall@example.com"] } }) }

  expect_failures = [var.values]
}

run "refuses_a_budget_of_nothing" {
  command = plan

  variables { values = merge(var.written, { monthly_budget_usd = 0 }) }

  expect_failures = [var.values]
}

run "refuses_a_part_of_a_day" {
  command = plan

  variables { values = merge(var.written, { noncurrent_days = 0.5 }) }

  expect_failures = [var.values]
}

run "refuses_backups_that_are_gone_at_once" {
  command = plan

  variables { values = merge(var.written, { backups = { keep_days = 0 } }) }

  expect_failures = [var.values]
}

run "refuses_a_schedule_that_is_none" {
  command = plan

  variables { values = merge(var.written, { backups = { keep_days = 7, schedule = "daily" } }) }

  expect_failures = [var.values]
}

run "refuses_a_trust_store_that_is_not_there" {
  command = plan

  variables { values = merge(var.written, { domain = merge(var.domain, { truststore = "nobody.pem" }) }) }

  expect_failures = [var.values]
}

run "refuses_to_ask_services_for_certificates_that_they_lack" {
  command = plan

  variables {
    values = merge(var.written, {
      domain    = merge(var.domain, { truststore = "../modules/environment/tests/truststore.pem" })
      consumers = { widgets-service = { tier = "internal", tenant = "widgets-service", scopes = ["gadgets/read"] } }
    })
  }

  expect_failures = [var.values]
}

run "refuses_a_second_region_that_is_the_first" {
  command = plan

  variables { values = merge(var.written, { domain = var.domain, second_region = var.second, region = "eu-west-1" }) }

  expect_failures = [var.values]
}

run "refuses_to_be_second_to_nothing" {
  command = plan

  variables { values = merge(var.written, { primary_region = "eu-west-1" }) }

  expect_failures = [var.values]
}

run "refuses_a_name_too_long_for_the_second_bucket" {
  command = plan

  variables { values = merge(var.written, { domain = var.domain, name = "sixteen-letters-", second_region = { region = "ap-southeast-1", certificate_arn = "arn:aws:acm:ap-southeast-1:123456789012:certificate/two" } }) }

  expect_failures = [var.values]
}

run "refuses_a_second_region_without_a_domain" {
  command = plan

  variables { values = merge(var.written, { second_region = var.second }) }

  expect_failures = [var.values]
}

run "refuses_a_second_region_whose_dns_is_elsewhere" {
  command = plan

  variables { values = merge(var.written, { second_region = var.second, domain = merge(var.domain, { hosted_zone_id = null }) }) }

  expect_failures = [var.values]
}

run "refuses_a_second_region_at_the_edge" {
  command = plan

  variables { values = merge(var.written, { domain = var.domain, second_region = var.second, endpoint_type = "EDGE" }) }

  expect_failures = [var.values]
}

run "refuses_a_second_region_that_asks_for_clients_certificates" {
  command = plan

  variables { values = merge(var.written, { second_region = var.second, domain = merge(var.domain, { truststore = "../modules/environment/tests/truststore.pem" }) }) }

  expect_failures = [var.values]
}

run "refuses_a_certificate_of_another_region" {
  command = plan

  variables { values = merge(var.written, { domain = var.domain, second_region = { region = "eu-west-1", certificate_arn = var.domain.certificate_arn } }) }

  expect_failures = [var.values]
}

run "refuses_alarms_of_an_unknown_kind" {
  command = plan

  variables { values = merge(var.written, { alarms = "some" }) }

  expect_failures = [var.values]
}

run "refuses_a_portal_that_names_one_address" {
  command = plan

  variables { values = merge(var.written, { portal = { visitors = {}, api_url = "https://api.example.com/v1" } }) }

  expect_failures = [var.values]
}
