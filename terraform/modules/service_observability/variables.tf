variable "name" {
  description = "The function's full name; dashboard, alarms and queries begin with it."
  type        = string
  nullable    = false
}

variable "function" {
  description = "What is watched: the alias that takes traffic, how long it may run, where its lines go, and the queue of what it failed on, if nobody waits for it."
  type = object({
    alias_name      = string
    timeout_seconds = number
    log_group_name  = string
    dead_letters    = optional(string)
  })
  nullable = false
}

variable "availability_percent" {
  description = "Share of requests that the service answers without a failure of its own."
  type        = number
  nullable    = false
}

variable "notices_topic_arn" {
  description = "Who is told of causes and of what is to come; failing itself is told by the gateway, once for all."
  type        = string
  nullable    = false
}

variable "runbook_url" {
  description = "The page that says what to do, a section for each alarm."
  type        = string
  nullable    = false
}

variable "table" {
  description = "The service's table and the DynamoDB actions its code may call; null when it has none."
  type = object({
    name    = string
    actions = list(string)
  })
  default = null
}

variable "refuses_by_raising" {
  description = "Whether the function refuses callers by raising, as API Gateway asks of an authorizer: then Lambda's errors say nothing of failures."
  type        = bool
  default     = false
  nullable    = false
}

variable "region_suffix" {
  description = "Ends the dashboard's name: dashboards, which exist once per account whatever the region; empty where no other region has them too."
  type        = string
  default     = ""
  nullable    = false
}
