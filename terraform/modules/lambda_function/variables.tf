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
  description = "The deployment package: path of the built file, where in which bucket it is kept, what it was built for (arm64 costs a fifth less), and what signs it, if anything does."
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
    condition     = alltrue([for s in var.statements : !anytrue([for a in s.actions : contains(["dynamodb:scan", "dynamodb:partiqlselect"], lower(a))])])
    error_message = "A service reads by key; a Scan, and a PartiQL SELECT as well, reads and bills the whole table. Add an index instead."
  }

  validation {
    condition     = alltrue([for s in var.statements : !contains(s.resources, "*")])
    error_message = "Name the resources; \"*\" reaches other services' data."
  }
}

variable "permissions_boundary_arn" {
  description = "The policy that ends what the role may ever do; pipelines may not make a role without it."
  type        = string
  nullable    = false
}

# Memory is CPU too: at 512 MB a cold start is twice as quick as at 256 for about the same price.
# One block, because its parts exclude each other.
variable "capacity" {
  description = "Memory in MB (and with it CPU), longest run of one request, and, where the function needs them: copies that are kept for it and are its limit (reserved), copies of the alias that are always warm (provisioned, paid by the hour), or starts from a snapshot (snap_start)."
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
    error_message = "Provision at least one copy, or leave provisioned out: nothing is kept warm then."
  }

  validation {
    condition     = coalesce(var.capacity.provisioned, 1) <= coalesce(var.capacity.reserved, 1000000)
    error_message = "Provisioned copies are taken from the reserved ones: reserve at least as many, or reserve none."
  }

  validation {
    condition     = var.capacity.provisioned == null || !var.capacity.snap_start
    error_message = "Lambda has no provisioned copies of a function that starts from a snapshot; choose provisioned or snap_start."
  }
}

variable "asynchronous" {
  description = "Whether nobody waits for an answer: an event that the function fails on three times is then kept as a dead letter."
  type        = bool
  default     = false
  nullable    = false
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
