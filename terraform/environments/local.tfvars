# The embedded AWS of this machine.
environment = {
  name               = "local"
  region             = "eu-central-1"
  account_ids        = ["123456789012"]
  protect_data       = false
  log_retention_days = 7
  github_repository  = null
  cache_size         = "0.5"
  # High enough for load tests from this one address.
  web_acl = { requests_per_5_minutes = 1000000 }

  consumers = {
    acme   = { tier = "gold", tenant = "acme", scopes = ["orders/read", "orders/write", "catalog/read"] }
    globex = { tier = "bronze", tenant = "globex", scopes = ["orders/read", "orders/write", "catalog/read"] }
    viewer = { tier = "bronze", tenant = "acme", scopes = ["orders/read"] }
    # Whoever runs the shop.
    backoffice = { tier = "silver", tenant = "shop", scopes = ["catalog/read", "catalog/write", "orders/admin"] }
    # A service that calls another is a consumer too.
    orders-service = { tier = "internal", tenant = "orders-service", scopes = ["catalog/read"] }
    web            = { tier = "silver", kind = "people" }
  }
}
