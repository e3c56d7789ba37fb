# Production: put the account's number in, its domain and certificate, and the consumers.
environment = {
  name               = "prod"
  region             = "eu-central-1"
  account_ids        = ["000000000000"]
  protect_data       = true
  log_retention_days = 365
  github_repository  = null
  tracing            = true
  web_acl            = {}
  backups            = { keep_days = 90 }
  # Lambda's quota of the account; a new one has less until AWS raises it (docs/operations/releases.md).
  account_concurrency = 1000
  table_limits        = { read_units_per_second = 20000, write_units_per_second = 5000 }
  # cache_size       = "0.5" # 14.60 USD a month: docs/cost.md says when it pays
  # functions        = { <service> = { reserved = 100, provisioned = 5 } }
  # code_signing     = true
  # domain           = { name = "api.example.com", certificate_arn = "arn:aws:acm:…", hosted_zone_id = "Z…" }
  access_logs = {}

  # Services grant them their scopes, and bring more: terraform/services/<name>/consumers.json.
  consumers = {
    acme   = { tier = "gold", tenant = "acme" }
    globex = { tier = "bronze", tenant = "globex" }
    web    = { tier = "silver", kind = "people" }
  }
}
