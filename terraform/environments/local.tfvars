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
  availability_percent = 99.9
  alarm_emails         = { pages = ["oncall@example.com"], notices = ["team@example.com"] }
  # A minute of a deployment lasts a second on the embedded AWS.
  release = { shift = "canary", percent = 10, minutes = 3 }

  consumers = {
    acme = {
      tier   = "gold"
      tenant = "acme"
      scopes = ["catalog/read", "customers/read", "customers/write", "orders/read", "orders/write"]
    }
    globex = {
      tier   = "bronze"
      tenant = "globex"
      scopes = ["catalog/read", "customers/read", "customers/write", "orders/read", "orders/write"]
    }
    viewer = { tier = "bronze", tenant = "acme", scopes = ["orders/read"] }
    # Whoever runs the shop.
    backoffice = { tier = "silver", tenant = "shop", scopes = ["catalog/read", "catalog/write", "orders/admin"] }
    # A service that calls another is a consumer too.
    orders-service = { tier = "internal", tenant = "orders-service", scopes = ["catalog/read"] }
    web            = { tier = "silver", kind = "people" }
  }
}
