variable "name" {
  description = "Beginning of the alarms' names."
  type        = string
  nullable    = false
}

variable "metrics" {
  description = "What is counted: id in the expressions => metric; each is summed up."
  type = map(object({
    namespace   = string
    metric_name = string
    dimensions  = map(string)
  }))
  nullable = false
}

variable "failed" {
  description = "Metric math: how many requests failed."
  type        = string
  nullable    = false
}

variable "total" {
  description = "Metric math: how many requests there were."
  type        = string
  nullable    = false
}

variable "availability_percent" {
  description = "Share of requests that succeed over 30 days, as promised; the rest is the error budget."
  type        = number
  nullable    = false

  validation {
    condition     = var.availability_percent >= 95 && var.availability_percent < 100
    error_message = "Promise between 95 and less than 100 percent: no budget at all is spent by the first failure."
  }
}

variable "runbook_url" {
  description = "The page that says what to do, a section for each alarm."
  type        = string
  nullable    = false
}

variable "page_topic_arn" {
  description = "Who is told; null when another alarm tells of it."
  type        = string
  default     = null
}
