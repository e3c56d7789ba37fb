output "function_name" {
  description = "Name of the function."
  value       = module.function.name
}

output "alias_name" {
  description = "The alias that gets traffic."
  value       = module.function.alias_name
}

output "published_version" {
  description = "The version that this apply published."
  value       = module.function.published_version
}

output "contract_key" {
  description = "S3 key of the contract, which the deploy command makes live."
  value       = local.contract_key
}

output "table_name" {
  description = "The service's table; null without one."
  value       = one(local.tables[*].name)
}

output "log_group" {
  description = "Log group of the function."
  value       = module.function.log_group_name
}

output "table_key_arn" {
  description = "Customer managed KMS key of the table; null without one."
  value       = var.table_key == null ? null : one(concat(module.table[*].key_arn, values(local.replica_in_use)[*].key_arn))
}

output "gateway_role_arn" {
  description = "ARN of the role with which API Gateway reads the table; null without direct routes."
  value       = one(aws_iam_role.gateway[*].arn)
}

output "failing_alarm" {
  description = "Name of the alarm `failing`; null for an authorizer."
  value       = module.observability.failing_alarm
}

output "dead_letters_name" {
  description = "Dead-letter queue; null for a function that is invoked synchronously."
  value       = module.function.dead_letters_name
}

output "replica_key_arns" {
  description = "KMS key of each replica by region; null for a table without a customer managed key."
  value       = var.table_key == null ? null : merge({}, module.table[*].replica_key_arns...)
}

output "function" {
  description = "Settings of the function, and permissions of its role."
  value = {
    environment = module.function.environment
    statements  = module.function.statements
    capacity    = module.function.capacity
  }
}

output "table_keys" {
  description = "Keys of the table and its indexes; null without a table."
  value       = one(local.owned_tables[*].keys)
}

output "alarm_topics" {
  description = "SNS topics of each of the service's alarms."
  value       = module.observability.alarm_topics
}
