variable "name" {
  description = "Full name of the function; part of the names of its role and log group."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9-_]{1,64}$", var.name))
    error_message = "A function name has 1 to 64 letters, digits, '-' or '_'; shorten the service's or the environment's name."
  }
}

variable "handler" {
  description = "Python path of the handler, as Lambda calls it."
  type        = string
  nullable    = false
}

variable "package" {
  description = "The deployment package: path of the built file, bucket and key, architecture (arm64 costs a fifth less), and signing profile, if any."
  type = object({
    path         = string
    bucket       = string
    prefix       = string # without a slash at the end
    architecture = optional(string, "arm64")
    signing      = optional(object({ profile_name = string, config_arn = string }))
  })
  nullable = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.package.architecture)
    error_message = "Lambda runs on arm64 or x86_64."
  }
}

variable "environment" {
  description = "Environment variables: the names of the service's Settings."
  type        = map(string)
  nullable    = false
}

variable "statements" {
  description = "IAM permissions of the function: sid => actions and resources."
  type = map(object({
    actions   = list(string)
    resources = list(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for s in var.statements : !anytrue([for a in s.actions : strcontains(a, "*")])])
    error_message = "Name each action; a wildcard grants what nobody reviewed."
  }

  validation {
    condition     = alltrue([for s in var.statements : !anytrue([for a in s.actions : contains(["dynamodb:scan", "dynamodb:partiqlselect"], lower(a))])])
    error_message = "A service reads by key; a Scan, and a PartiQL SELECT as well, reads and bills the whole table. Add an index instead."
  }

  validation {
    condition     = alltrue([for s in var.statements : !contains(s.resources, "*")])
    error_message = "Name the resources; \"*\" reaches other services' data."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role; pipelines may not create a role without it."
  type        = string
  nullable    = false
}

# Memory is CPU too: at 512 MB a cold start is twice as quick as at 256 for about the same price.
# One block, because its parts exclude each other.
variable "capacity" {
  description = "Memory in MB (CPU in proportion), time-out in seconds, and optionally reserved concurrency (reserved), provisioned concurrency of the alias (provisioned, billed hourly) or SnapStart (snap_start)."
  type = object({
    memory_mb       = optional(number, 512)
    timeout_seconds = optional(number, 10)
    reserved        = optional(number)
    provisioned     = optional(number)
    snap_start      = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.capacity.memory_mb >= 128 && var.capacity.memory_mb <= 10240
    error_message = "Lambda gives between 128 and 10240 MB."
  }

  validation {
    condition     = var.capacity.timeout_seconds >= 1 && var.capacity.timeout_seconds < 29
    error_message = "API Gateway waits 29 seconds: a function behind it ends earlier, between 1 and 28."
  }

  validation {
    condition     = coalesce(var.capacity.reserved, 1) >= 1
    error_message = "Reserve at least one copy: with none the function never runs. Leave reserved out to share the account's."
  }

  validation {
    condition     = coalesce(var.capacity.provisioned, 1) >= 1
    error_message = "Provision a concurrency of at least one, or leave provisioned out."
  }

  validation {
    condition     = coalesce(var.capacity.provisioned, 1) <= coalesce(var.capacity.reserved, 1000000)
    error_message = "Provisioned concurrency is part of the reserved concurrency: reserve at least as much, or reserve none."
  }

  validation {
    condition     = var.capacity.provisioned == null || !var.capacity.snap_start
    error_message = "SnapStart excludes provisioned concurrency; choose provisioned or snap_start."
  }
}

variable "dead_letters" {
  description = "Queue for events that the function failed on three times, from modules/dead_letters; null for a function that is invoked synchronously."
  type        = object({ arn = string, name = string })
  default     = null
}

variable "log" {
  description = "The function's log group: retention in days, and KMS key; and from which level on Lambda's own lines are in it."
  type = object({
    retention_days = number
    key_arn        = string
    system_level   = optional(string, "INFO")
  })
  nullable = false
}

variable "tracing" {
  description = "Whether the function sends X-Ray traces of the requests that the gateway samples."
  type        = bool
  nullable    = false
}

variable "region_suffix" {
  description = "Suffix of the role's name, because roles are global in an account; empty in an environment's only or primary region."
  type        = string
  default     = ""
  nullable    = false
}
