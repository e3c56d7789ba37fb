variable "name" {
  description = "Full name of the function whose releases these are; application, role and alarms carry it too."
  type        = string
  nullable    = false
}

variable "alias_name" {
  description = "The alias whose traffic is shifted; the deployment group has its name."
  type        = string
  nullable    = false
}

variable "new_version" {
  description = "The version that was published last: the alarms watch it alone, never the one before."
  type        = string
  nullable    = false
}

variable "timeout_seconds" {
  description = "Longest run of the function; a new version that comes near it is taken back."
  type        = number
  nullable    = false
}

variable "smoke_function" {
  description = "Name of the function that CodeDeploy calls before a new version gets any traffic."
  type        = string
  nullable    = false
}

variable "runbook_url" {
  description = "URL of docs/operations/alarms.md; the alarms' descriptions link to its sections."
  type        = string
  nullable    = false
}

variable "notices_topic_arn" {
  description = "Who is told of a release that failed, was stopped or was rolled back."
  type        = string
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "The policy that ends what the role may ever do; pipelines may not make a role without it."
  type        = string
  nullable    = false
}

variable "traffic" {
  description = "How traffic shifts: canary (percent first, the rest after so many minutes), linear (percent every so many minutes) or at-once."
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
  description = "More failing requests than this, of those that the new version gets in a minute, take it back."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.failing_percent >= 0 && var.failing_percent < 100
    error_message = "At 100 percent and above nothing would ever be taken back; choose 0 to 99."
  }
}

variable "region_suffix" {
  description = "Ends the role's name: roles, which exist once per account whatever the region; empty where no other region has them too."
  type        = string
  default     = ""
  nullable    = false
}
