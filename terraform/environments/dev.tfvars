# The first environment on AWS: put your account's number in, and your repository.
environment = {
  name               = "dev"
  region             = "eu-central-1"
  account_ids        = ["000000000000"]
  protect_data       = true
  log_retention_days = 30
  github_repository  = null
  previews           = true # with a repository: pull requests have environments in this account
  repository_url     = null # "https://github.com/<owner>/<name>": what alarms link to
  monthly_budget_usd = 50

  tracing              = true
  alarms               = "none" # nobody is paged for it; `make logs-<service>` and the dashboard tell
  availability_percent = 99.9
  alarm_emails         = {}                    # { pages = ["oncall@…"], notices = ["team@…"] }
  release              = { shift = "at-once" } # staging and prod try a tenth first
  access_logs          = { keep_days = 30 }

  # Services grant them their scopes, and bring more: terraform/services/<name>/consumers.json.
  consumers = {
    acme = { tier = "bronze", tenant = "acme" }
    web  = { tier = "silver", kind = "people" }
  }
}
