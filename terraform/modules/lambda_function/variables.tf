variable "name" {
  description = "Full name of the function; its role and log group carry it too."
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
  description = "Path of the built deployment package."
  type        = string
  nullable    = false
}

variable "package_bucket" {
  description = "Bucket that keeps every package under its hash."
  type        = string
  nullable    = false
}

variable "package_prefix" {
  description = "Where in the bucket this function's packages lie, without a slash at the end."
  type        = string
  nullable    = false
}

variable "architecture" {
  description = "What the package was built for: arm64 costs a fifth less."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "Lambda runs on arm64 or x86_64."
  }
}

variable "environment" {
  description = "Environment variables: the names of the service's Settings."
  type        = map(string)
  nullable    = false
}

variable "statements" {
  description = "What the function may do: sid => actions and the resources they are allowed on."
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
    condition     = alltrue([for s in var.statements : !contains(s.actions, "dynamodb:Scan")])
    error_message = "A service reads by key; a Scan reads, and bills, the whole table. Add an index instead."
  }

  validation {
    condition     = alltrue([for s in var.statements : !contains(s.resources, "*")])
    error_message = "Name the resources; \"*\" reaches other services' data."
  }
}

variable "timeout_seconds" {
  description = "Longest run of one request; ends before the gateway gives up on it."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds < 29
    error_message = "API Gateway waits 29 seconds: a function behind it ends earlier, between 1 and 28."
  }
}

variable "memory_mb" {
  description = "Memory, and with it CPU. At 512 a cold start is twice as quick as at 256 for about the same price."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240
    error_message = "Lambda gives between 128 and 10240 MB."
  }
}

variable "log" {
  description = "The function's log: how many days it is kept, and the KMS key that encrypts it."
  type = object({
    retention_days = number
    key_arn        = string
  })
  nullable = false
}

variable "tracing" {
  description = "Whether X-Ray sees the requests that were sampled; the gateway decides which."
  type        = bool
  nullable    = false
}

variable "region_suffix" {
  description = "Ends the role's name: roles, which exist once per account whatever the region; empty where no other region has them too."
  type        = string
  default     = ""
  nullable    = false
}
