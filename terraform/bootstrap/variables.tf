variable "environment" {
  description = "The environment's values; see terraform/environments."
  type = object({
    name              = string
    region            = string
    account_ids       = list(string)
    github_repository = optional(string)
  })
  nullable = false

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
