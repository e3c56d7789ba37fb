# The embedded AWS of this machine.
environment = {
  name               = "local"
  region             = "eu-central-1"
  account_ids        = ["123456789012"]
  protect_data       = false
  log_retention_days = 7
  github_repository  = null
  cache_size         = "0.5"
  repository_url     = null
  monthly_budget_usd = 20
  noncurrent_days    = 0

  tracing              = true
  contributor_insights = true
  service_dashboards   = true
  availability_percent = 99.9
  alarm_emails         = { pages = ["oncall@example.com"], notices = ["team@example.com"] }
  # A minute of a deployment lasts a second on the embedded AWS.
  release     = { shift = "canary", percent = 10, minutes = 3 }
  access_logs = { keep_days = 0 }

  # Services grant them their scopes, and bring more: terraform/services/<name>/consumers.json.
  consumers = {
    acme   = { tier = "gold", tenant = "acme" }
    globex = { tier = "bronze", tenant = "globex" }
    viewer = { tier = "bronze", tenant = "acme" }
    web    = { tier = "silver", kind = "people" }
  }
}
