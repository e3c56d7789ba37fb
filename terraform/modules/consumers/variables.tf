variable "environment_name" {
  description = "Name of the environment; first part of parameters and secrets."
  type        = string
  nullable    = false
}

# One block, because Terraform takes a variable and what it refuses as one: each validation is a way to lock somebody out.
variable "consumers" {
  description = "Consumers of the API: name => tier, scopes, tenant. Removing an entry destroys its credentials; enabled = false only disables them."
  type = map(object({
    tier    = string
    scopes  = optional(list(string), [])
    tenant  = optional(string)
    kind    = optional(string, "machine")
    enabled = optional(bool, true)
    keys    = optional(map(object({ x = string, y = string })), {})
  }))
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.consumers) : can(regex("^[a-z][a-z0-9-]{0,39}$", name))])
    error_message = "A consumer's name has at most 40 lower-case letters, digits and hyphens, and begins with a letter."
  }

  validation {
    condition     = alltrue([for c in var.consumers : contains(["machine", "signer", "people"], c.kind)])
    error_message = "A consumer is a machine (client credentials), a signer (a machine that signs its tokens) or people (an app that people sign in to)."
  }

  validation {
    condition     = alltrue([for c in var.consumers : (c.kind == "signer") == (length(c.keys) > 0) && length(c.keys) <= 2])
    error_message = "A signer has one public key, or two while it changes over, and nobody else has any: `make consumer-key CONSUMER=<name>` makes one."
  }

  validation {
    condition     = alltrue(flatten([for c in var.consumers : [for key in values(c.keys) : can(regex("^[A-Za-z0-9_-]{43}$", key.x)) && can(regex("^[A-Za-z0-9_-]{43}$", key.y))]]))
    error_message = "A key is the public point of P-256: x and y as 43 characters of base64url each, as a JWK has them."
  }

  validation {
    condition     = length(distinct(flatten([for c in var.consumers : [for key in values(c.keys) : "${key.x}${key.y}"]]))) == length(flatten([for c in var.consumers : keys(c.keys)]))
    error_message = "Two consumers have the same key: who signs for one would be the other. Make each its own with `make consumer-key`."
  }

  validation {
    condition     = alltrue(flatten([for c in var.consumers : [for s in c.scopes : can(regex("^[a-z][a-z0-9-]*/(read|write|admin)$", s))]]))
    error_message = "A scope is <service>/read, <service>/write or <service>/admin."
  }

  validation {
    condition     = alltrue([for c in var.consumers : c.kind == "people" || c.tenant != null])
    error_message = "A machine needs a tenant whose data it works on; people get theirs from who they are."
  }
}

variable "usage_plan_ids" {
  description = "Usage plan of each tier."
  type        = map(string)
  nullable    = false
}

variable "user_pool_id" {
  description = "User pool of the app clients."
  type        = string
  nullable    = false
}

variable "services" {
  description = "Services with a live contract: only their scopes exist."
  type        = set(string)
  nullable    = false
}

variable "recovery_days" {
  description = "Recovery window of a destroyed secret in days: 0, or 7 to 30."
  type        = number
  nullable    = false

  validation {
    condition     = var.recovery_days == 0 || (var.recovery_days >= 7 && var.recovery_days <= 30)
    error_message = "Secrets Manager keeps a deleted secret for 7 to 30 days, or not at all with 0."
  }
}

variable "client_ids" {
  description = "In a second region: the app client of each consumer, from the primary region; null creates them here."
  type        = map(string)
  default     = null
}

variable "replica_region" {
  description = "Region with replicas of the secrets; null for none."
  type        = string
  default     = null
}
