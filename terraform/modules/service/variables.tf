variable "name" {
  description = "The service's name: its folder, its path prefix and its scopes."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}$", var.name))
    error_message = "A service's name has lower-case letters, digits and hyphens, and begins with a letter; it becomes a path."
  }

  # The longest of its names is that of the rule that tells of a failed release; roles have 64 characters too.
  validation {
    condition     = length(join("-", concat(["groundplan", var.environment.name, var.name, "release-failed"], var.environment.second_region[*].region))) <= 64
    error_message = "${join("-", concat(["groundplan", var.environment.name, var.name, "release-failed"], var.environment.second_region[*].region))} is a rule's or role's name of more than 64 characters; shorten the service's or the environment's name."
  }
}

variable "environment" {
  description = "The environment's values that a service needs."
  type = object({
    name                 = string
    protect_data         = bool
    log_retention_days   = number
    tracing              = optional(bool, true)
    contributor_insights = optional(bool, true)
    availability_percent = optional(number, 99.9)

    release = optional(object({
      shift   = string
      percent = optional(number)
      minutes = optional(number)
    }), { shift = "canary" })

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

  validation {
    condition     = var.environment.primary_region == null || var.environment.second_region != null
    error_message = "Only an environment with a second_region has a primary_region; the deploy command sets it, no values file does."
  }
}

variable "package" {
  description = "Path of the built deployment package."
  type        = string
  nullable    = false
}

variable "architecture" {
  description = "What the package was built for."
  type        = string
  nullable    = false
}

variable "settings" {
  description = "Environment variables beside the common ones; TABLE stands for the table's name."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "statements" {
  description = "What the function may do beside using its table: sid => actions and resources."
  type = map(object({
    actions   = list(string)
    resources = list(string)
  }))
  default  = {}
  nullable = false
}

variable "table_actions" {
  description = "DynamoDB actions that the code calls on its table; empty means that there is no table."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "table_setting" {
  description = "Name of the environment variable that carries the table's name."
  type        = string
  default     = null

  validation {
    condition     = (var.table_setting == null) == (length(var.table_actions) == 0)
    error_message = "A service with a table needs both table_actions and table_setting; one without needs neither."
  }
}

variable "table_key_arn" {
  description = "KMS key of the table; the function needs a statement to use it. Null for the account's key of DynamoDB."
  type        = string
  default     = null
}

variable "replica_key_arn" {
  description = "KMS key of the table in the second region; null where the table has none of its own."
  type        = string
  default     = null
}

variable "table_indexes" {
  description = "Global secondary indexes of the table: name => its two string keys."
  type = map(object({
    partition_key = string
    sort_key      = string
  }))
  default  = {}
  nullable = false
}

variable "contract" {
  description = "Path of the publishable contract; null for a function that no consumer calls."
  type        = string
  default     = null
}

variable "kind" {
  description = "Who calls the function: consumers through the gateway (service); the gateway itself (authorizer), which it answers by raising, so that its errors are no failures; or something that does not wait for it (hook), so that what it fails on is kept."
  type        = string
  default     = "service"
  nullable    = false

  validation {
    condition     = contains(["service", "authorizer", "hook"], var.kind)
    error_message = "A function is a service, an authorizer or a hook."
  }
}
