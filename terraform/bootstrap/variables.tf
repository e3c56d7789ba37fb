variable "environment" {
  description = "The environment's values; see terraform/environments."
  type = object({
    name              = string
    region            = string
    account_ids       = list(string)
    github_repository = optional(string)

    # What deployments are made of: the branch that was reviewed.
    github_branch = optional(string, "main")

    # Days for which S3 keeps what was replaced; 0 keeps it for ever, and spares the minute that the provider takes to
    # believe that the rule is there.
    noncurrent_days = optional(number, 90)
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment.name))
    error_message = "An environment's name has at most 16 lower-case letters, digits and hyphens: it is part of every name."
  }

  validation {
    condition     = var.environment.noncurrent_days >= 0 && floor(var.environment.noncurrent_days) == var.environment.noncurrent_days
    error_message = "noncurrent_days is a whole number of days; 0 keeps for ever what was replaced."
  }

  validation {
    condition     = length(var.environment.account_ids) > 0 && alltrue([for id in var.environment.account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "account_ids names the accounts that may be touched, 12 digits each; with none, any account might be."
  }

  validation {
    condition     = can(regex("^[\\w./-]+$", var.environment.github_branch))
    error_message = "Write the branch as it is, without refs/heads and without a pattern: main."
  }

  validation {
    condition     = var.environment.github_repository == null || can(regex("^[\\w.-]+/[\\w.-]+$", var.environment.github_repository))
    error_message = "Write the repository as owner/name; null means that no pipeline deploys to this account."
  }
}

variable "state_bucket" {
  description = "Bucket of all Terraform states of this account and region; made by the deploy command, adopted here."
  type        = string
  nullable    = false
}
