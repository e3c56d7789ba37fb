# Without a provider: each run only types, fills in and checks values, so that all of them take no second.
variables {
  written = {
    product            = "groundplan"
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
    consumers          = { acme = { tier = "gold", tenant = "acme", scopes = ["widgets/read"] } }
  }
  domain = { name = "api.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one", hosted_zone_id = "ZZONE" }
  second = { region = "eu-west-1", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/two" }
}

run "fills_in_what_is_left_out" {
  command = plan

  variables { values = var.written }

  assert {
    condition = jsonencode({ for name, value in output.values : name => value if !contains(keys(var.written), name) && value != null }) == jsonencode({
      alarm_emails            = {}
      availability_percent    = 99.9
      tracing                 = true
      traces                  = { per_second = 1, share = 0.05 }
      logs                    = { access_days = null, access_omits = [], function_level = "INFO" }
      contributor_insights    = false
      detections              = true
      alarms                  = "all"
      service_dashboards      = false
      noncurrent_days         = 90
      code_signing            = false
      release                 = { shift = "canary", percent = null, minutes = null }
      functions               = {}
      restored_tables         = {}
      endpoint_type           = "REGIONAL"
      github_branch           = "main"
      previews                = false
      account_rate_per_second = 10000
      resource_quota          = 300
      resource_server_quota   = 25
    })
    error_message = "What an environment leaves out is the same in every root."
  }

  assert {
    condition     = jsonencode(output.values.consumers["acme"]) == jsonencode({ tier = "gold", tenant = "acme", scopes = ["widgets/read"], kind = "machine", enabled = true, keys = {} })
    error_message = "A consumer is an enabled machine unless it says otherwise."
  }
}

run "tells_of_attacks_where_all_alarms_are_unless_told" {
  command = plan

  variables { values = merge(var.written, { alarms = "pages" }) }

  assert {
    condition     = !output.values.detections
    error_message = "Who has no notices has none about attacks."
  }
}

run "tells_of_attacks_where_it_is_asked" {
  command = plan

  variables { values = merge(var.written, { alarms = "none", detections = true }) }

  assert {
    condition     = output.values.detections
    error_message = "What is written counts."
  }
}

run "fills_in_the_parts_of_what_is_given" {
  command = plan

  variables {
    values = merge(var.written, {
      backups   = { keep_days = 7 }
      web_acl   = { requests_per_5_minutes = 3000 }
      release   = { shift = "linear" }
      functions = { widgets = { memory_mb = 1024 } }
    })
  }

  assert {
    condition     = output.values.backups.schedule == "cron(0 3 * * ? *)" && output.values.web_acl.largest_body_kb == 16
    error_message = "Backups are made at night, and 16 KB of a body are read."
  }

  assert {
    condition     = output.values.release.shift == "linear" && output.values.functions["widgets"].memory_mb == 1024
    error_message = "What is given stays as it is."
  }
}

run "takes_two_regions_behind_one_domain" {
  command = plan

  variables { values = merge(var.written, { domain = var.domain, second_region = var.second }) }

  assert {
    condition     = output.values.second_region.region == "eu-west-1" && output.values.primary_region == null
    error_message = "The primary region owns what there is once."
  }
}

run "takes_an_environment_that_expires" {
  command = plan

  variables { values = merge(var.written, { protect_data = false, expires_at = "2026-01-31T12:00:00Z" }) }

  assert {
    condition     = output.values.expires_at == "2026-01-31T12:00:00Z"
    error_message = "Whoever sweeps reads the time."
  }
}

run "takes_a_trust_store_that_is_there" {
  command = plan

  variables { values = merge(var.written, { domain = merge(var.domain, { truststore = "../modules/environment/tests/truststore.pem" }) }) }

  assert {
    condition     = output.values.domain.truststore != null
    error_message = "Clients' certificates are a choice of the domain."
  }
}

run "refuses_a_level_that_hides_errors" {
  command = plan

  variables { values = merge(var.written, { logs = { function_level = "CRITICAL" } }) }

  expect_failures = [var.values]
}

run "refuses_more_traces_than_requests" {
  command = plan

  variables { values = merge(var.written, { traces = { share = 1.5 } }) }

  expect_failures = [var.values]
}

run "rejects_a_search_for_lines_that_are_not_kept" {
  command = plan

  variables { values = merge(var.written, { log_search = { readers = ["arn:aws:iam::123456789012:role/oncall"] } }) }

  expect_failures = [var.values]
}
