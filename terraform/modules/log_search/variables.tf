variable "name" {
  description = "Name of the environment's resources, as in <product>-dev: collection, pipeline, queue and roles begin with it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,22}$", var.name))
    error_message = "OpenSearch takes 28 characters as a pipeline's name: give 3 to 23 lower-case letters, digits and hyphens, by a shorter name of the environment."
  }
}

variable "account_id" {
  description = "The account whose stages of the way may read each other."
  type        = string
  nullable    = false
}

variable "key_arn" {
  description = "KMS key of the logs, and of what is found in them."
  type        = string
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "The most that the module's role may do."
  type        = string
  nullable    = false
}

variable "bucket" {
  description = "Name of the bucket in which Firehose writes lines."
  type        = string
  nullable    = false
}

variable "readers" {
  description = "ARNs of the roles and users that may search, make dashboards, and set the index template."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.readers) > 0 && alltrue([for arn in var.readers : can(regex("^arn:aws:(iam|sts)::[0-9]{12}:", arn))])
    error_message = "Name who searches, as ARNs of roles or users: a collection that nobody may read costs as much."
  }
}

variable "keep_days" {
  description = "Days for which lines can be searched; in S3 they stay as long as access_logs says."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = var.keep_days >= 1 && var.keep_days <= 3650 && floor(var.keep_days) == var.keep_days
    error_message = "OpenSearch Serverless keeps lines for 1 to 3650 whole days."
  }
}

variable "standby_replicas" {
  description = "Whether another Availability Zone can answer at once; without, the collection costs half and is restored."
  type        = bool
  default     = false
  nullable    = false
}

variable "region_suffix" {
  description = "Suffix of names that are global in an account; empty in an environment's only or primary region."
  type        = string
  default     = ""
  nullable    = false
}
