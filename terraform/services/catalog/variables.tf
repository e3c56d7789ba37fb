variable "environment" {
  description = "The environment's values; see terraform/environments."
  type = object({
    name                 = string
    region               = string
    account_ids          = list(string)
    protect_data         = bool
    log_retention_days   = number
    expires_at           = optional(string)
    tracing              = optional(bool, true)
    contributor_insights = optional(bool, true)
    availability_percent = optional(number, 99.9)

    release = optional(object({
      shift   = string
      percent = optional(number)
      minutes = optional(number)
    }))

    # service => what its function has beyond the ordinary; see modules/lambda_function, `capacity`.
    functions = optional(map(object({
      memory_mb       = optional(number)
      timeout_seconds = optional(number)
      reserved        = optional(number)
      provisioned     = optional(number)
      snap_start      = optional(bool)
    })), {})

    # The most that each table takes in request units a second; null leaves it to the account.
    table_limits = optional(object({ read_units_per_second = number, write_units_per_second = number }))

    # A second region that serves from replicas of the tables. The deploy command sets primary_region for the roots that it
    # applies there; null where the tables are owned.
    second_region  = optional(object({ region = string }))
    primary_region = optional(string)

    # service => the table that it uses since it was restored; see docs/operations/restore.md.
    restored_tables = optional(map(string), {})
  })
  nullable = false
}

variable "package" {
  description = "Path of the built deployment package."
  type        = string
  nullable    = false
}

variable "architecture" {
  description = "What the package was built for."
  type        = string
  default     = "arm64"
  nullable    = false
}

variable "contract" {
  description = "Path of the publishable contract."
  type        = string
  nullable    = false
}
