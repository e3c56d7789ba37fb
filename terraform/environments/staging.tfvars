# Like production in everything that can fail, with less of it: put the account's number in.
environment = {
  name               = "staging"
  region             = "eu-central-1"
  account_ids        = ["000000000000"]
  protect_data       = true
  log_retention_days = 30
  github_repository  = null
  tracing            = true
  alarms             = "pages" # causes are looked for when somebody tries a release
  web_acl            = {}
  backups            = { keep_days = 7 }
  # Lambda's quota of the account; a new one has less until AWS raises it (docs/operations/releases.md).
  account_concurrency = 1000
  table_limits        = { read_units_per_second = 2000, write_units_per_second = 500 }
  access_logs         = { keep_days = 30 }

  # Services grant them their scopes, and bring more: terraform/services/<name>/consumers.json.
  consumers = {
    acme   = { tier = "gold", tenant = "acme" }
    globex = { tier = "bronze", tenant = "globex" }
    web    = { tier = "silver", kind = "people" }
  }
}
