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
    condition     = length(join("-", concat([local.environment.product, local.environment.name, var.name, "release-failed"], local.environment.second_region[*].region))) <= 64
    error_message = "${join("-", concat([local.environment.product, local.environment.name, var.name, "release-failed"], local.environment.second_region[*].region))} is a rule's or role's name of more than 64 characters; shorten the service's or the environment's name."
  }
}

variable "deployment" {
  description = "The inputs that each service's root passes on from terraform/shared/service.tf: the environment's values, the platform's parameters, the built package and the publishable contract, without which no consumer calls the function."
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
  description = "IAM permissions beside those that follow from the other inputs: sid => actions and resources."
  type = map(object({
    actions   = list(string)
    resources = list(string)
  }))
  default  = {}
  nullable = false
}

variable "table_actions" {
  description = "DynamoDB actions that the code calls on its table; empty for a service without a table."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "table_setting" {
  description = "Name of the environment variable with the table's name."
  type        = string
  default     = null

  validation {
    condition     = (var.table_setting == null) == (length(var.table_actions) == 0)
    error_message = "A service with a table needs both table_actions and table_setting; one without needs neither."
  }
}

variable "table_key" {
  description = "Customer managed KMS keys of the table here and in the second region, from modules/table_key; the function may use the one here. Null for the AWS managed key."
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
  description = "Whether the service has paged lists; it derives the key that signs their cursors from the platform's (CURSOR_KEY_ARN)."
  type        = bool
  default     = false
  nullable    = false
}

variable "consumer" {
  description = "The consumer that the service is when it calls other services; the gateway's root creates its secret, which the function reads (CREDENTIALS). Null for a service that calls none."
  type        = string
  default     = null
}

variable "kind" {
  description = "Caller of the function: consumers through the gateway (service); the gateway (authorizer), where raising an error is an answer and no failure; or an asynchronous caller (hook), for which failed events go to dead_letters."
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

variable "dead_letters" {
  description = "Queue of a hook's failed events, from modules/dead_letters."
  type        = object({ arn = string, name = string })
  default     = null

  validation {
    condition     = (var.kind == "hook") == (var.dead_letters != null)
    error_message = "Nobody waits for a hook's answer: it needs dead_letters, from modules/dead_letters; any other function has a caller and none."
  }
}
