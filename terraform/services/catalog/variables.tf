variable "environment" {
  description = "The environment's values; see terraform/environments."
  type = object({
    name               = string
    region             = string
    account_ids        = list(string)
    protect_data       = bool
    log_retention_days = number
    expires_at         = optional(string)
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
