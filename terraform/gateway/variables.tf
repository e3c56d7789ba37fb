variable "environment" {
  description = "The environment's values; see terraform/environments."
  type = object({
    name                 = string
    region               = string
    account_ids          = list(string)
    protect_data         = bool
    log_retention_days   = number
    tracing              = optional(bool, true)
    availability_percent = optional(number, 99.9)
    resource_quota       = optional(number, 300)

    # GB of the stage's cache; AWS bills it by the hour.
    cache_size = optional(string)

    # What AWS lets all REST APIs of the account and region take together, in requests a second.
    account_rate_per_second = optional(number, 10000)

    consumers = map(object({
      tier    = string
      scopes  = optional(list(string), [])
      tenant  = optional(string)
      kind    = optional(string, "machine")
      enabled = optional(bool, true)
    }))
  })
  nullable = false
}

variable "api_url" {
  description = "Where consumers reach the stage when it is not the API's own host name: the embedded AWS's port."
  type        = string
  default     = null
}

variable "preview_contracts" {
  description = "For reviews: service => path of a publishable contract that is laid over the live one."
  type        = map(string)
  default     = {}
  nullable    = false
}
