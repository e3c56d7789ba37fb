output "function_name" {
  description = "Name of the function."
  value       = module.catalog.function_name
}

output "alias_name" {
  description = "The alias that takes traffic."
  value       = module.catalog.alias_name
}

output "published_version" {
  description = "The version that this apply published."
  value       = module.catalog.published_version
}

output "contract_key" {
  description = "Where the contract is stored; null when no consumer calls the service."
  value       = module.catalog.contract_key
}

output "table_name" {
  description = "The service's table; null when it has none."
  value       = module.catalog.table_name
}

output "log_group" {
  description = "Where the function's lines go."
  value       = module.catalog.log_group
}

output "gateway_role_arn" {
  description = "What API Gateway reads the table with."
  value       = module.catalog.gateway_role_arn
}
