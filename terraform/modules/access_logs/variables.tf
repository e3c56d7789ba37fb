variable "name" {
  description = "Name of the environment's resources, as in <product>-dev: streams, roles and work group begin with it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,39}$", var.name))
    error_message = "Firehose takes 64 characters as a stream's name, and some are the module's own: give at most 40 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "The account, part of the bucket's name."
  type        = string
  nullable    = false
}

variable "key_arn" {
  description = "KMS key of the logs and of what is asked of them; the one of the log groups."
  type        = string
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "The most that the module's roles may do."
  type        = string
  nullable    = false
}

variable "protect_data" {
  description = "Whether Terraform refuses to destroy the bucket while there are logs in it."
  type        = bool
  nullable    = false
}

variable "left_out" {
  description = "Fields that the access log's lines do not have here: their columns are empty, and say so."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "keep_days" {
  description = "Days for which logs are kept; 0 keeps them for ever, and spares the minute that the provider takes to believe that the rule is there."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = var.keep_days >= 0 && floor(var.keep_days) == var.keep_days
    error_message = "keep_days is a whole number of days; 0 keeps logs for ever."
  }
}

variable "scan_limit_gb" {
  description = "The most that one question may read, in GB; Athena stops a question that would read more, and bills 5 USD for 1,000 GB."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.scan_limit_gb >= 0.01
    error_message = "Athena knows no limit below 10 MB: give scan_limit_gb in GB, at least 0.01."
  }
}

variable "notices_topic_arns" {
  description = "Topics that hear of lines that are no rows; with none there is no alarm."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "runbook_url" {
  description = "Page that the alarm's description links to."
  type        = string
  default     = ""
  nullable    = false
}

variable "region_suffix" {
  description = "Suffix of names that are global in an account; empty in an environment's only or primary region."
  type        = string
  default     = ""
  nullable    = false
}
