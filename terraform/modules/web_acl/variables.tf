variable "name" {
  description = "Name of the web ACL; part of its log group's name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,128}$", var.name))
    error_message = "A web ACL's name has 1 to 128 letters, digits, '-' or '_'; shorten the environment's name."
  }
}

variable "stage_arn" {
  description = "ARN of the API's stage to protect."
  type        = string
  nullable    = false
}

variable "promised_per_5_minutes" {
  description = "Requests in five minutes that each tier with consumers promises to one of them: tier => requests."
  type        = map(number)
  nullable    = false
}

variable "services" {
  description = "Calls between services: the services that are called, and the requests in five minutes that are promised to a caller."
  type = object({
    called                 = optional(list(string), [])
    promised_per_5_minutes = optional(number, 0)
  })
  default  = {}
  nullable = false
}

variable "requests_per_5_minutes" {
  description = "Rate limit: requests of one source address in five minutes; more are answered 403. Null for as many as the fastest tier promises."
  type        = number
  default     = null

  validation {
    condition     = coalesce(var.requests_per_5_minutes, 10) >= 10 && coalesce(var.requests_per_5_minutes, 10) <= 2000000000
    error_message = "AWS WAF counts from 10 to 2,000,000,000 requests per address and window."
  }
}

variable "largest_body_kb" {
  description = "Largest body in KB, and the part of each body that the rules inspect. Above 16 AWS charges more."
  type        = number
  default     = 16
  nullable    = false

  validation {
    condition     = contains([16, 32, 48, 64], var.largest_body_kb)
    error_message = "AWS WAF reads 16, 32, 48 or 64 KB of a body in front of API Gateway; beyond that nothing would be checked."
  }
}

variable "log_retention_days" {
  description = "Retention of the web ACL's log in days."
  type        = number
  nullable    = false
}

variable "log_key_arn" {
  description = "KMS key of the log."
  type        = string
  nullable    = false
}

variable "log_stream_arn" {
  description = "Firehose stream of the log, whose name begins with aws-waf-logs-; null for a log group."
  type        = string
  default     = null

  validation {
    condition     = can(regex(":deliverystream/aws-waf-logs-", coalesce(var.log_stream_arn, ":deliverystream/aws-waf-logs-")))
    error_message = "AWS WAF puts its lines only into streams whose name begins with aws-waf-logs-."
  }
}
