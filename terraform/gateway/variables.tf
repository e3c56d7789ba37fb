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
    expires_at           = optional(string)

    # Cognito's "Resource servers per user pool": each service has one.
    resource_server_quota = optional(number, 25)

    # GB of the stage's cache; AWS bills it by the hour.
    cache_size = optional(string)

    # REGIONAL, or EDGE for callers far from the region.
    endpoint_type = optional(string, "REGIONAL")

    # A domain of the API's own; its execute-api address is off then. Certificate in the API's region, for EDGE in us-east-1.
    # truststore names a PEM file beside the values: only clients with a certificate of its authorities may connect.
    domain = optional(object({
      name            = string
      certificate_arn = string
      hosted_zone_id  = optional(string)
      truststore      = optional(string)
    }))

    # A second region that answers for the domain too; its certificate is of that region, and both are for the domain and
    # for <region>.<domain>. The deploy command sets primary_region for the roots that it applies there.
    second_region = optional(object({
      region          = string
      certificate_arn = string
    }))
    primary_region = optional(string)

    # What is refused before it reaches the API; null for none.
    web_acl = optional(object({
      requests_per_5_minutes = number
      largest_body_kb        = optional(number, 16)
    }))

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

  validation {
    condition     = try(var.environment.domain.truststore, null) == null || can(file("${path.root}/../environments/${var.environment.domain.truststore}"))
    error_message = "There is no terraform/environments/${coalesce(try(var.environment.domain.truststore, null), "…")}; put the authorities' certificates there, as PEM."
  }

  validation {
    condition     = var.environment.second_region == null || (try(var.environment.domain.hosted_zone_id, null) != null && var.environment.endpoint_type == "REGIONAL")
    error_message = "Two regions answer for one domain, and Route 53 chooses: a second_region needs a domain with hosted_zone_id, and REGIONAL endpoints."
  }

  validation {
    condition     = var.environment.second_region == null || try(var.environment.domain.truststore, null) == null
    error_message = "Route 53's health checks have no client certificate to show: an environment has a second_region or a truststore, not both."
  }

  validation {
    condition     = var.environment.second_region == null || strcontains(try(var.environment.second_region.certificate_arn, ""), ":acm:${try(var.environment.second_region.region, "")}:")
    error_message = "API Gateway reads certificates in its own region: request the second region's there."
  }
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

variable "client_ids" {
  description = "In a second region: the app client of each consumer, from the primary's /<environment>/consumers; null in the primary."
  type        = map(string)
  default     = null

  validation {
    condition     = (var.client_ids == null) == (var.environment.primary_region == null)
    error_message = "The gateway of a second region is planned and applied by the deploy command (REGION=…), which reads the primary's app clients."
  }
}
