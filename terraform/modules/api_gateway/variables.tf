variable "name" {
  description = "Name of the API, shown in the console."
  type        = string
  nullable    = false
}

variable "environment_name" {
  description = "Name of the environment; part of the access log's name."
  type        = string
  nullable    = false
}

variable "contracts" {
  description = "The live contracts: service => the document's text, integrations resolved."
  type        = map(string)
  nullable    = false
}

variable "functions" {
  description = "The alias that each service's contract calls: service => function and alias name."
  type = map(object({
    function_name = string
    alias_name    = string
  }))
  nullable = false
}

variable "authorizer" {
  description = "The function that says who is calling."
  type = object({
    function_name = string
    alias_name    = string
    invoke_arn    = string
  })
  nullable = false
}

variable "service_levels" {
  description = "shared/throttling.json: what each tier and each class of routes may use."
  type = object({
    tiers = map(object({
      rate_per_second = number
      burst           = number
      quota = object({
        limit  = number
        period = string
      })
    }))
    route_classes = map(object({
      rate_per_second = number
      burst           = number
    }))
  })
  nullable = false

  validation {
    condition     = alltrue([for tier in var.service_levels.tiers : tier.quota.limit > 0])
    error_message = "A tier without a quota lets its consumers call without end; set quota.limit and quota.period in shared/throttling.json."
  }
}

variable "tracing" {
  description = "Whether X-Ray follows a sample of the requests through gateway and functions."
  type        = bool
  nullable    = false
}

variable "stage_name" {
  description = "First part of every path."
  type        = string
  default     = "v1"
  nullable    = false
}

variable "authorizer_ttl_seconds" {
  description = "How long a caller's policy is kept; a token that was disabled lives as much longer."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.authorizer_ttl_seconds >= 0 && var.authorizer_ttl_seconds <= 3600
    error_message = "API Gateway keeps a policy for at most 3600 seconds; 0 asks the authorizer each time."
  }
}

variable "resource_quota" {
  description = "Resources per API that AWS allows this account; 300 unless it was raised."
  type        = number
  default     = 300
  nullable    = false
}

variable "cache_size" {
  description = "Size of the stage's cache in GB, paid by the hour; null for none, and the routes' cache declarations rest."
  type        = string
  default     = null

  validation {
    condition     = var.cache_size == null || contains(["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"], coalesce(var.cache_size, "0.5"))
    error_message = "API Gateway has caches of 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 and 237 GB."
  }
}

variable "endpoint_type" {
  description = "REGIONAL, or EDGE for callers far from the region: CloudFront's locations then take their connections."
  type        = string
  default     = "REGIONAL"
  nullable    = false

  validation {
    condition     = contains(["REGIONAL", "EDGE"], var.endpoint_type)
    error_message = "An endpoint is REGIONAL or EDGE; a private one would need a VPC, which nothing here has."
  }
}

variable "default_endpoint_enabled" {
  description = "Whether the API answers at its execute-api address; false where it has a domain of its own."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_retention_days" {
  description = "How long access-log lines are kept."
  type        = number
  nullable    = false
}

variable "log_key_arn" {
  description = "KMS key of the access log."
  type        = string
  nullable    = false
}
