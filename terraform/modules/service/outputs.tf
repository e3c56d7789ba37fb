output "function_name" {
  description = "Name of the function."
  value       = module.function.name
}

output "alias_name" {
  description = "The alias that takes traffic."
  value       = module.function.alias_name
}

output "published_version" {
  description = "The version that this apply published."
  value       = module.function.published_version
}

output "contract_key" {
  description = "Where the contract is stored; the deploy command makes it live."
  value       = local.contract_key
}

output "table_name" {
  description = "The service's table; null when it has none."
  value       = one(local.tables[*].name)
}

output "log_group" {
  description = "Where the function's lines go."
  value       = module.function.log_group_name
}

output "table_key_arn" {
  description = "KMS key of the table; null without one of its own."
  value       = var.table_key == null ? null : one(concat(module.table[*].key_arn, values(local.replica_in_use)[*].key_arn))
}

output "gateway_role_arn" {
  description = "What API Gateway reads the table with; null when no route goes there directly."
  value       = one(aws_iam_role.gateway[*].arn)
}

output "failing_alarm" {
  description = "Alarm that says that the service fails too many requests; null for an authorizer."
  value       = module.observability.failing_alarm
}

output "dead_letters_name" {
  description = "Queue of the events that the function failed on; null when somebody waits for each answer."
  value       = module.function.dead_letters_name
}

output "replica_key_arns" {
  description = "KMS key of the table in each region that holds it too; null for a table without a key of its own."
  value       = var.table_key == null ? null : merge({}, module.table[*].replica_key_arns...)
}

output "function" {
  description = "What the function runs with, and what its role may do."
  value = {
    environment = module.function.environment
    statements  = module.function.statements
    capacity    = module.function.capacity
  }
}

output "table_keys" {
  description = "Keys of the table and its indexes; null when the service owns none."
  value       = one(local.owned_tables[*].keys)
}

output "alarm_topics" {
  description = "Whom each of the service's alarms tells by itself."
  value       = module.observability.alarm_topics
}
