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
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment.name))
    error_message = "An environment's name has at most 16 lower-case letters, digits and hyphens: it is part of every name."
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
}

variable "identity_url" {
  description = "Where the user pool's endpoints are; null means Cognito's own."
  type        = string
  default     = null
}
