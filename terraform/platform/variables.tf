variable "environment" {
  description = "The environment's values; see terraform/environments."
  type = object({
    name               = string
    region             = string
    account_ids        = list(string)
    protect_data       = bool
    log_retention_days = number
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment.name))
    error_message = "An environment's name has at most 16 lower-case letters, digits and hyphens: it is part of every name."
  }
}

variable "identity_url" {
  description = "Where the user pool's endpoints are; null means Cognito's own."
  type        = string
  default     = null
}
