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
  description = "The one stage."
  type        = string
  nullable    = false
}

variable "access_log_group" {
  description = "Where the access log goes."
  type        = string
  nullable    = false
}

variable "services" {
  description = "Each service behind the gateway: its function's alias, its log, and the alarm that says that it fails."
  type = map(object({
    function_name = string
    alias_name    = string
    log_group     = string
    failing_alarm = string
  }))
  nullable = false
}

variable "authorizer_log_group" {
  description = "Where the authorizer's lines go."
  type        = string
  nullable    = false
}

variable "availability_percent" {
  description = "Share of requests that the API answers without a failure of its own."
  type        = number
  nullable    = false
}

variable "latency_p99_ms" {
  description = "How long 99 of 100 requests may take at most, cold starts included."
  type        = number
  default     = 3000
  nullable    = false

  validation {
    condition     = var.latency_p99_ms > 0 && var.latency_p99_ms <= 29000
    error_message = "API Gateway gives up after 29000 ms; a limit above it, or of nothing, is never or always crossed."
  }
}

variable "topics" {
  description = "Who is told at once (pages) and who in the morning (notices)."
  type = object({
    pages   = string
    notices = string
  })
  nullable = false
}

variable "runbook_url" {
  description = "The page that says what to do, a section for each alarm."
  type        = string
  nullable    = false
}

variable "tracing" {
  description = "Whether X-Ray follows a sample of the requests."
  type        = bool
  nullable    = false
}

variable "region_suffix" {
  description = "Ends the dashboard's name: dashboards, which exist once per account whatever the region; empty where no other region has them too."
  type        = string
  default     = ""
  nullable    = false
}
