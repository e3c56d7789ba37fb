variable "name" {
  description = "The function's full name; dashboard, alarms and queries begin with it."
  type        = string
  nullable    = false
}

variable "function" {
  description = "The watched function: the alias that gets traffic, its time-out, its log group, and its dead-letter queue if it is invoked asynchronously."
  type = object({
    alias_name      = string
    timeout_seconds = number
    log_group_name  = string
    dead_letters    = optional(string)
  })
  nullable = false
}

variable "availability_percent" {
  description = "Percentage of requests that the service promises to answer without an error."
  type        = number
  nullable    = false
}

variable "notices_topic_arn" {
  description = "SNS topic for notices; the gateway pages for a failing service."
  type        = string
  nullable    = false
}

variable "runbook_url" {
  description = "URL of docs/operations/alarms.md, which has a section for each alarm."
  type        = string
  nullable    = false
}

variable "table" {
  description = "The service's table and the DynamoDB actions of its code; null without a table."
  type = object({
    name    = string
    actions = list(string)
  })
  default = null
}

variable "refuses_by_raising" {
  description = "Whether the function refuses callers by raising, as an authorizer does: Lambda's error metric then counts no failures."
  type        = bool
  default     = false
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

variable "dashboard" {
  description = "Whether the service has a dashboard of its own."
  type        = bool
  default     = true
  nullable    = false
}
