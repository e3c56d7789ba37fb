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
  detections  = false # alarms on refused callers and on log lines that are no rows: 0.50 USD a month

  # Lean lines: what each request costs and what was given up is in docs/cost.md.
  traces = { per_second = 0, share = 0.001 }
  logs = {
    function_level = "WARNING"
    access_days    = 30 # Athena's tables have 400
    access_omits   = ["authorizer_error", "authorizer_status", "consumer_key_id", "error_message", "integration_error", "subject", "trace_id", "waf_response_code", "waf_status"]
  }

  # Services grant them their scopes, and bring more: terraform/services/<name>/consumers.json. The keys are examples whose
  # private halves nobody has: `make consumer-key` makes real ones.
  consumers = {
    acme = {
      tier = "gold", tenant = "acme", kind = "signer"
      keys = { "2026-11-28" = { x = "OYhY2TGfbEnCZavlH1IJfwpGhshm5SF83YhrXCJoRL8", y = "XRWyeBS94khdr-g-RPSsBRJ9IQrjUbDbxKLHWCm9zvc" } }
    }
    globex = { tier = "bronze", tenant = "globex" }
    web    = { tier = "silver", kind = "people" }
  }
}
