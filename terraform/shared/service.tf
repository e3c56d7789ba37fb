# Every service's root links this file beside its main.tf, which calls modules/service with what is special about it and
# names the call as local.service.
module "environment" {
  source = "../../modules/environment"
  values = var.environment
}

variable "package" {
  description = "Path of the built deployment package."
  type        = string
  nullable    = false
}

variable "architecture" {
  description = "Architecture of the package."
  type        = string
  default     = "arm64"
  nullable    = false
}

variable "contract" {
  description = "Path of the publishable contract; null for a function that no consumer calls."
  type        = string
  default     = null
}

data "aws_caller_identity" "current" {}

data "aws_ssm_parameter" "platform" {
  name = "/${local.environment.name}/platform"
}

locals {
  platform = jsondecode(data.aws_ssm_parameter.platform.insecure_value)
  place    = "${local.environment.region}:${data.aws_caller_identity.current.account_id}"

  deployment = {
    environment  = local.environment
    platform     = local.platform
    package      = var.package
    architecture = var.architecture
    contract     = var.contract
  }

  # A restored table exists already when the values name it: a root with a table imports these.
  restored_tables = toset(compact([lookup(local.environment.restored_tables, basename(abspath(path.root)), null)]))
}

# Where the replica of a table is; the environment's own region while there is none.
provider "aws" {
  alias               = "second"
  region              = try(local.environment.second_region.region, local.environment.region)
  allowed_account_ids = local.environment.account_ids

  default_tags {
    tags = local.tags
  }
}

output "function_name" {
  description = "Name of the function."
  value       = local.service.function_name
}

output "alias_name" {
  description = "The alias that gets traffic."
  value       = local.service.alias_name
}

output "published_version" {
  description = "The version that this apply published."
  value       = local.service.published_version
}

output "contract_key" {
  description = "S3 key of the contract; null when no consumer calls the service."
  value       = local.service.contract_key
}

output "table_name" {
  description = "The service's table; null without one."
  value       = local.service.table_name
}

output "log_group" {
  description = "Log group of the function."
  value       = local.service.log_group
}

output "gateway_role_arn" {
  description = "What API Gateway reads the table with; null when it calls the function for every route."
  value       = local.service.gateway_role_arn
}

output "table_key_arn" {
  description = "KMS key of the table, if it has one of its own; disabling it locks the data."
  value       = local.service.table_key_arn
}

output "replica_key_arns" {
  description = "The same in each region that holds the table too; null without a key of its own."
  value       = local.service.replica_key_arns
}
