output "function_name" {
  description = "Name of the function."
  value       = module.customers.function_name
}

output "alias_name" {
  description = "The alias that takes traffic."
  value       = module.customers.alias_name
}

output "published_version" {
  description = "The version that this apply published."
  value       = module.customers.published_version
}

output "contract_key" {
  description = "Where the contract is stored; null when no consumer calls the service."
  value       = module.customers.contract_key
}

output "table_name" {
  description = "The service's table; null when it has none."
  value       = module.customers.table_name
}

output "log_group" {
  description = "Where the function's lines go."
  value       = module.customers.log_group
}

output "table_key_arn" {
  description = "KMS key of the table; disabling it locks the data."
  value       = module.customers.table_key_arn
}

output "replica_key_arns" {
  description = "KMS key of the table in a second region; disabling it locks the data there."
  value       = module.customers.replica_key_arns
}
