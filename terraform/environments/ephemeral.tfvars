# What ENV=pr-<something> begins from: small, without protection, and gone when its time is over (`make sweep`).
# The deploy command adds the name and expires_at. The account is one that a lasting environment has bootstrapped.
environment = {
  name               = "ephemeral"
  region             = "eu-central-1"
  account_ids        = ["000000000000"]
  protect_data       = false
  log_retention_days = 3
  github_repository  = null
  alarms             = "none"
  release            = { shift = "at-once" }

  consumers = {
    acme   = { tier = "gold", tenant = "acme" }
    globex = { tier = "bronze", tenant = "globex" }
    web    = { tier = "silver", kind = "people" }
  }
}
