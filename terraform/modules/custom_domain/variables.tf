variable "name" {
  description = "The domain name, such as api.example.com."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.name)) && length(var.name) <= 253
    error_message = "Write the domain in lower-case letters, without scheme, path or final dot: api.example.com."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of the domain: in the API's region for a regional endpoint, in us-east-1 for an edge one."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/", var.certificate_arn))
    error_message = "Give the ARN of a certificate in ACM: arn:aws:acm:<region>:<account>:certificate/<id>."
  }

  validation {
    condition     = var.endpoint_type != "EDGE" || strcontains(var.certificate_arn, ":acm:us-east-1:")
    error_message = "CloudFront reads certificates in us-east-1 alone; request this one there, or make the endpoint REGIONAL."
  }
}

variable "endpoint_type" {
  description = "REGIONAL or EDGE, like the API's."
  type        = string
  default     = "REGIONAL"
  nullable    = false

  validation {
    condition     = contains(["REGIONAL", "EDGE"], var.endpoint_type)
    error_message = "An endpoint is REGIONAL or EDGE, like the API's."
  }
}

variable "api_id" {
  description = "Id of the API."
  type        = string
  nullable    = false
}

variable "stage_name" {
  description = "Name of the stage; also the base path, so that paths are the same as without a domain."
  type        = string
  nullable    = false
}

variable "hosted_zone_id" {
  description = "Route 53 hosted zone for the alias records; null when DNS is elsewhere."
  type        = string
  default     = null
}

variable "latency" {
  description = "With several regions behind the domain: the region of this latency record, and its health check."
  type = object({
    region          = string
    health_check_id = string
  })
  default = null

  validation {
    condition     = var.latency == null || (var.hosted_zone_id != null && var.endpoint_type == "REGIONAL")
    error_message = "Only Route 53 chooses between regions, and only regional endpoints have a region: give hosted_zone_id, and make the endpoint REGIONAL."
  }
}

variable "truststore" {
  description = "Mutual TLS: trusted certificate authorities as PEM text; null without mutual TLS."
  type        = string
  default     = null

  validation {
    condition     = var.truststore == null || strcontains(coalesce(var.truststore, " "), "-----BEGIN CERTIFICATE-----")
    error_message = "The trust store is PEM text: one or more blocks between BEGIN CERTIFICATE and END CERTIFICATE."
  }

  validation {
    condition     = var.truststore == null || var.endpoint_type == "REGIONAL"
    error_message = "Edge endpoints cannot ask for clients' certificates; make the endpoint REGIONAL, or leave the trust store out."
  }
}

variable "truststore_bucket" {
  description = "Name of the bucket for the trust store, created with it."
  type        = string
  default     = null

  validation {
    condition     = var.truststore == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", coalesce(var.truststore_bucket, "-")))
    error_message = "A trust store needs a bucket of 3 to 63 lower-case letters, digits and hyphens; shorten the environment's name."
  }
}
