variable "environment" {
  description = "The environment's values; see terraform/environments."
  type = object({
    name                 = string
    region               = string
    account_ids          = list(string)
    protect_data         = bool
    log_retention_days   = number
    tracing              = optional(bool, true)
    contributor_insights = optional(bool, true)
    availability_percent = optional(number, 99.9)

    release = optional(object({
      shift   = string
      percent = optional(number)
      minutes = optional(number)
    }))
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
