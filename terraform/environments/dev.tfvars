# The first environment on AWS: put your account's number in, and your repository.
environment = {
  name               = "dev"
  region             = "eu-central-1"
  account_ids        = ["000000000000"]
  protect_data       = true
  log_retention_days = 30
  github_repository  = null
  release            = { shift = "canary", percent = 10, minutes = 5 }

  consumers = {
    acme = { tier = "bronze", tenant = "acme", scopes = ["orders/read", "orders/write", "catalog/read"] }
    # A service that calls another is a consumer too.
    orders-service = { tier = "internal", tenant = "orders-service", scopes = ["catalog/read"] }
    web            = { tier = "silver", kind = "people" }
  }
}
