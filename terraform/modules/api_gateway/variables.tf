variable "name" {
  description = "Name of the API, shown in the console."
  type        = string
  nullable    = false
}

variable "product" {
  description = "The product's name, with which the access log's begins."
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
  description = "The authorizer function."
  type = object({
    function_name = string
    alias_name    = string
    invoke_arn    = string
  })
  nullable = false
}

variable "service_levels" {
  description = "shared/throttling.json: the limits of each tier and of each class of routes."
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
  description = "Whether X-Ray traces a sample of the requests through gateway and functions."
  type        = bool
  nullable    = false
}

variable "stage_name" {
  description = "Name of the stage, the first part of every path."
  type        = string
  default     = "v1"
  nullable    = false
}

variable "authorizer_ttl_seconds" {
  description = "Time to live of the authorizer's cached policies in seconds; a disabled token works as long."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.authorizer_ttl_seconds >= 0 && var.authorizer_ttl_seconds <= 3600
    error_message = "API Gateway keeps a policy for at most 3600 seconds; 0 asks the authorizer each time."
  }
}

variable "resource_quota" {
  description = "Quota \"Resources per API\" of this account; 300 unless AWS raised it."
  type        = number
  default     = 300
  nullable    = false
}

variable "cache_size" {
  description = "Size of the stage's cache in GB, billed hourly; null for none, whatever the routes declare."
  type        = string
  default     = null

  validation {
    condition     = var.cache_size == null || contains(["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"], coalesce(var.cache_size, "0.5"))
    error_message = "API Gateway has caches of 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 and 237 GB."
  }
}

variable "endpoint_type" {
  description = "REGIONAL, or EDGE for callers far from the region, who then connect to CloudFront's edge locations."
  type        = string
  default     = "REGIONAL"
  nullable    = false

  validation {
    condition     = contains(["REGIONAL", "EDGE"], var.endpoint_type)
    error_message = "An endpoint is REGIONAL or EDGE; a private one would need a VPC, which nothing here has."
  }
}

variable "default_endpoint_enabled" {
  description = "Whether the execute-api endpoint is on; false with a custom domain."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_retention_days" {
  description = "Retention of the gateway's logs in days."
  type        = number
  nullable    = false
}

variable "log_key_arn" {
  description = "KMS key of the access log."
  type        = string
  nullable    = false
}

variable "access_log_omits" {
  description = "Fields that are left out of the access log's lines, each of which is paid for by the byte."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "access_log_days" {
  description = "Retention of the access log in days, where its lines are kept elsewhere for longer; null for log_retention_days."
  type        = number
  default     = null
}
