# The embedded AWS of this machine.
environment = {
  name               = "local"
  region             = "eu-central-1"
  account_ids        = ["123456789012"]
  protect_data       = false
  log_retention_days = 7
  github_repository  = null

  consumers = {
    acme = {
      tier   = "gold"
      tenant = "acme"
      scopes = ["customers/read", "customers/write", "orders/read", "orders/write"]
    }
    globex = {
      tier   = "bronze"
      tenant = "globex"
      scopes = ["customers/read", "customers/write", "orders/read", "orders/write"]
    }
    viewer = { tier = "bronze", tenant = "acme", scopes = ["orders/read"] }
    # A service that calls another is a consumer too.
    orders-service = { tier = "internal", tenant = "orders-service", scopes = ["catalog/read"] }
    web            = { tier = "silver", kind = "people" }
  }
}
