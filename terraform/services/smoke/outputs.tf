output "function_name" {
  description = "Name of the function."
  value       = module.smoke.function_name
}

output "alias_name" {
  description = "The alias that takes traffic."
  value       = module.smoke.alias_name
}

output "published_version" {
  description = "The version that this apply published."
  value       = module.smoke.published_version
}

output "contract_key" {
  description = "Where the contract is stored; null when no consumer calls the service."
  value       = module.smoke.contract_key
}

output "table_name" {
  description = "The service's table; null when it has none."
  value       = module.smoke.table_name
}

output "log_group" {
  description = "Where the function's lines go."
  value       = module.smoke.log_group
}
