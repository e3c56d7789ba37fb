variable "name" {
  description = "Full name of the released function; part of the names of application, role and alarms."
  type        = string
  nullable    = false
}

variable "alias_name" {
  description = "The alias whose traffic is shifted; the deployment group has its name."
  type        = string
  nullable    = false
}

variable "new_version" {
  description = "The version that was published last, which alone the alarms watch."
  type        = string
  nullable    = false
}

variable "timeout_seconds" {
  description = "Time-out of the function in seconds; a new version whose p99 comes near it is rolled back."
  type        = number
  nullable    = false
}

variable "smoke_function" {
  description = "Name of the BeforeAllowTraffic hook function, which CodeDeploy invokes before a new version gets traffic."
  type        = string
  nullable    = false
}

variable "runbook_url" {
  description = "URL of docs/operations/alarms.md; the alarms' descriptions link to its sections."
  type        = string
  nullable    = false
}

variable "notices_topic_arn" {
  description = "SNS topic for releases that failed, were stopped or rolled back."
  type        = string
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role; pipelines may not create a role without it."
  type        = string
  nullable    = false
}

variable "traffic" {
  description = "Traffic shifting: canary (percent first, the rest after the minutes), linear (percent each time the minutes have passed) or at-once."
  type = object({
    shift   = string
    percent = optional(number, 10)
    minutes = optional(number, 5)
  })
  nullable = false

  validation {
    condition     = contains(["canary", "linear", "at-once"], var.traffic.shift)
    error_message = "Traffic shifts as a canary, linear or at-once."
  }

  validation {
    condition     = var.traffic.percent >= 1 && var.traffic.percent <= 99
    error_message = "A first share has 1 to 99 percent; to shift all of it, use shift = \"at-once\"."
  }

  validation {
    condition     = var.traffic.minutes >= 1 && var.traffic.minutes * (var.traffic.shift == "linear" ? ceil(100 / var.traffic.percent) : 1) <= 2880
    error_message = "An interval lasts at least a minute, and CodeDeploy gives a whole shift two days (2880 minutes)."
  }
}

variable "failing_percent" {
  description = "Percentage of failing requests in a minute above which the new version is rolled back."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.failing_percent >= 0 && var.failing_percent < 100
    error_message = "At 100 percent and above nothing would ever be taken back; choose 0 to 99."
  }
}

variable "region_suffix" {
  description = "Suffix of the role's name, because roles are global in an account; empty in an environment's only or primary region."
  type        = string
  default     = ""
  nullable    = false
}
