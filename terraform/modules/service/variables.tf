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
    condition     = length(join("-", concat(["groundplan", local.environment.name, var.name, "release-failed"], local.environment.second_region[*].region))) <= 64
    error_message = "${join("-", concat(["groundplan", local.environment.name, var.name, "release-failed"], local.environment.second_region[*].region))} is a rule's or role's name of more than 64 characters; shorten the service's or the environment's name."
  }
}

variable "deployment" {
  description = "What each service's root gives as it is (terraform/shared/service.tf): the environment's values and what the platform publishes, the built package and the publishable contract; without one no consumer calls the function."
  type = object({
    environment  = any
    platform     = any
    package      = string
    architecture = string
    contract     = optional(string)
  })
  nullable = false
}

variable "settings" {
  description = "Environment variables beside those that follow from the other inputs."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "statements" {
  description = "What the function may do beside what follows from the other inputs: sid => actions and resources."
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

variable "table_key" {
  description = "KMS keys of the table here and in the second region, as modules/table_key gives them; the function may use the one here. Null for the account's key of DynamoDB."
  type = object({
    here    = string
    replica = optional(string)
  })
  default = null
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

variable "signs_cursors" {
  description = "Whether the service hands lists out in pages; it derives the key that signs their cursors from the platform's (CURSOR_KEY_ARN)."
  type        = bool
  default     = false
  nullable    = false
}

variable "consumer" {
  description = "The consumer as which the service calls others; the gateway's root makes and renews its secret, which the function reads (CREDENTIALS). Null for one that calls none."
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

  validation {
    condition     = (var.kind == "service") == (var.deployment.contract != null)
    error_message = "Consumers call a service by its contract, and nothing else has one: `make deploy-<service>` names it; an authorizer or a hook says so with kind."
  }
}
