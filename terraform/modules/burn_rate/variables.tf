variable "name" {
  description = "Prefix of the alarms' names."
  type        = string
  nullable    = false
}

variable "metrics" {
  description = "Metrics for the expressions, each with the statistic Sum: id => metric."
  type = map(object({
    namespace   = string
    metric_name = string
    dimensions  = map(string)
  }))
  nullable = false
}

variable "failed" {
  description = "Metric math expression for the number of failed requests."
  type        = string
  nullable    = false
}

variable "total" {
  description = "Metric math expression for the number of requests."
  type        = string
  nullable    = false
}

variable "availability_percent" {
  description = "Promised percentage of successful requests over 30 days; the rest is the error budget."
  type        = number
  nullable    = false

  validation {
    condition     = var.availability_percent >= 95 && var.availability_percent < 100
    error_message = "Promise between 95 and less than 100 percent: no budget at all is spent by the first failure."
  }
}

variable "runbook_url" {
  description = "URL of docs/operations/alarms.md, which has a section for each alarm."
  type        = string
  nullable    = false
}

variable "page_topic_arn" {
  description = "SNS topic; null when another alarm notifies."
  type        = string
  default     = null
}
