variable "environment" {
  description = "The environment's values; see terraform/environments."
  type = object({
    name               = string
    region             = string
    account_ids        = list(string)
    protect_data       = bool
    log_retention_days = number
    repository_url     = optional(string)
    alarm_emails       = optional(map(list(string)), {})
    monthly_budget_usd = optional(number)
    expires_at         = optional(string)

    # Days for which S3 keeps what was replaced; 0 keeps it for ever, and spares the minute that the provider takes to
    # believe that the rule is there.
    noncurrent_days = optional(number, 90)

    # Whether Lambda runs only packages that AWS Signer signed; the deployment then signs each one.
    code_signing = optional(bool, false)

    # A second region that serves too; see docs/operations/regions.md. The deploy command sets primary_region for the roots that it
    # applies there.
    second_region  = optional(object({ region = string }))
    primary_region = optional(string)

    # AWS Backup of every table, beside their point-in-time recovery; null for none. Copies go to a vault that outlives
    # the account's own: another region's or another account's.
    backups = optional(object({
      keep_days         = number
      schedule          = optional(string, "cron(0 3 * * ? *)")
      copy_to_vault_arn = optional(string)
    }))
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment.name))
    error_message = "An environment's name has at most 16 lower-case letters, digits and hyphens: it is part of every name."
  }

  validation {
    condition     = var.environment.noncurrent_days >= 0 && floor(var.environment.noncurrent_days) == var.environment.noncurrent_days
    error_message = "noncurrent_days is a whole number of days; 0 keeps for ever what was replaced."
  }

  validation {
    condition     = length(var.environment.account_ids) > 0 && alltrue([for id in var.environment.account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "account_ids names the accounts that may be touched, 12 digits each; with none, any account might be."
  }

  validation {
    condition     = can(regex("^https://.+[^/]$", coalesce(var.environment.repository_url, "https://example.com")))
    error_message = "repository_url is the repository's page, https:// and without a slash at the end: alarms link to its docs."
  }

  validation {
    condition     = alltrue([for topic in keys(var.environment.alarm_emails) : contains(["pages", "notices"], topic)])
    error_message = "Alarms go to pages or to notices; alarm_emails names addresses for these two."
  }

  validation {
    condition     = coalesce(var.environment.monthly_budget_usd, 1) > 0
    error_message = "A budget is more than nothing; leave monthly_budget_usd out to have none."
  }

  validation {
    condition     = try(var.environment.backups.keep_days, 1) >= 1
    error_message = "A backup is kept for at least one day; leave backups out for none."
  }

  validation {
    condition     = startswith(try(var.environment.backups.schedule, "cron("), "cron(")
    error_message = "Write the schedule of backups as AWS does, in UTC: cron(0 3 * * ? *)."
  }

  validation {
    condition     = var.environment.expires_at == null || can(timeadd(coalesce(var.environment.expires_at, "-"), "0s"))
    error_message = "expires_at is a time as RFC 3339 writes it: 2026-01-31T12:00:00Z; null for an environment that stays."
  }

  validation {
    condition     = var.environment.expires_at == null || !var.environment.protect_data
    error_message = "An environment that expires cannot protect its data: nobody could sweep it. Set protect_data = false, or leave expires_at out."
  }

  validation {
    condition     = try(var.environment.second_region.region, null) != coalesce(var.environment.primary_region, var.environment.region)
    error_message = "The second region is another one than the first; leave second_region out to serve from one."
  }

  # The longest of its names is the artifact bucket's, with the account's twelve digits.
  validation {
    condition     = length(join("-", concat(["groundplan", var.environment.name, "artifacts-000000000000"], var.environment.second_region[*].region))) <= 63
    error_message = "The bucket of packages in the second region would have a name of more than 63 characters; shorten the environment's name."
  }
}

variable "identity_url" {
  description = "Where the user pool's endpoints are; null means Cognito's own."
  type        = string
  default     = null
}

variable "primary" {
  description = "In a second region: what the primary's platform has for both, from its /<environment>/platform; null in the primary."
  type = object({
    user_pool_id   = string
    issuer         = string
    jwks_url       = string
    token_url      = string
    cursor_key_arn = string
  })
  default = null

  validation {
    condition     = (var.primary == null) == (var.environment.primary_region == null)
    error_message = "The platform of a second region is planned and applied by the deploy command (REGION=…), which reads what the primary has."
  }
}
