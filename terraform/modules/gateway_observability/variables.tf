variable "name" {
  description = "Name of the API; dashboard, alarms and queries begin with it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,32}$", var.name))
    error_message = "X-Ray takes 32 letters, digits, '_' or '-' as the name of a rule and a group; shorten the environment's name."
  }
}

variable "stage_name" {
  description = "The API's stage."
  type        = string
  nullable    = false
}

variable "access_log_group" {
  description = "Log group of the access log."
  type        = string
  nullable    = false
}

variable "services" {
  description = "Each service behind the gateway: its function's alias, its log group, its table, and its alarm `failing`."
  type = map(object({
    function_name = string
    alias_name    = string
    log_group     = string
    table_name    = optional(string)
    failing_alarm = optional(string)
  }))
  nullable = false
}

variable "authorizer_log_group" {
  description = "Log group of the authorizer."
  type        = string
  nullable    = false
}

variable "availability_percent" {
  description = "Percentage of requests that the API promises to answer without a 5xx."
  type        = number
  nullable    = false
}

variable "latency_p99_ms" {
  description = "Limit of the p99 latency in milliseconds, cold starts included."
  type        = number
  default     = 3000
  nullable    = false

  validation {
    condition     = var.latency_p99_ms > 0 && var.latency_p99_ms <= 29000
    error_message = "API Gateway gives up after 29000 ms; a limit above it, or of nothing, is never or always crossed."
  }
}

variable "topics" {
  description = "SNS topics: `pages` for what someone looks at at once, `notices` for the next working day."
  type = object({
    pages   = string
    notices = string
  })
  nullable = false
}

variable "runbook_url" {
  description = "URL of docs/operations/alarms.md, which has a section for each alarm."
  type        = string
  nullable    = false
}

variable "tracing" {
  description = "Whether X-Ray traces a sample of the requests."
  type        = bool
  nullable    = false
}

variable "traces" {
  description = "What is traced: requests of each second that come first, and the share of the others."
  type        = object({ per_second = number, share = number })
  default     = { per_second = 1, share = 0.05 }
  nullable    = false
}

variable "region_suffix" {
  description = "Suffix of the dashboard's name, because dashboards are global in an account; empty in an environment's only or primary region."
  type        = string
  default     = ""
  nullable    = false
}

variable "alarms" {
  description = "Alarms that exist: all, pages (what consumers notice) or none."
  type        = string
  default     = "all"
  nullable    = false
}

variable "detections" {
  description = "Whether alarms tell of callers that are refused in numbers: two more alarms, and metrics in the hours of an attack."
  type        = bool
  default     = false
  nullable    = false
}
