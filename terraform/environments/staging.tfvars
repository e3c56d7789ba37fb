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

  # Lean lines: what each request costs and what was given up is in docs/cost.md.
  traces = { per_second = 0, share = 0.01 }
  logs = {
    function_level = "WARNING"
    access_omits   = ["authorizer_error", "authorizer_status", "consumer_key_id", "error_message", "integration_error", "subject", "trace_id", "waf_response_code", "waf_status"]
  }

  # Services grant them their scopes, and bring more: terraform/services/<name>/consumers.json. The keys are examples whose
  # private halves nobody has: `make consumer-key` makes real ones.
  consumers = {
    acme = {
      tier = "gold", tenant = "acme", kind = "signer"
      keys = { "2026-11-28" = { x = "tH8MQN9_GT09ONGiykHkBG4_xCLNiisd3DjEWLFRCo4", y = "0CPa64wOPYx65yRbydrWtqH64HZZ3m20Edwv8e9xk5M" } }
    }
    globex = {
      tier = "bronze", tenant = "globex", kind = "signer"
      keys = { "2026-11-28" = { x = "ZpqanYLwPM9DSK7xyVviySrJymuLZLuKGHxu0LJEmDk", y = "X5JbpteFMzVmSKMZ_SRC2nlc0KFyvukihM55C_Eh7jw" } }
    }
    web = { tier = "silver", kind = "people" }
  }
}
