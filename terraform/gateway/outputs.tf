output "api_id" {
  description = "Id of the API."
  value       = module.api_gateway.api_id
}

output "stage_name" {
  description = "The API's stage."
  value       = module.api_gateway.stage_name
}

output "invoke_url" {
  description = "URL of the API."
  value       = local.url
}

output "access_log_group" {
  description = "Log group of the access log."
  value       = module.api_gateway.access_log_group
}

output "domain_target" {
  description = "Target of the domain's CNAME record when DNS is not in Route 53; null without a domain."
  value       = one(module.custom_domain[*].target)
}

output "body_sha256" {
  description = "Hash of the merged OpenAPI document."
  value       = module.api_gateway.body_sha256
}

output "consumers" {
  description = "App client of each consumer; their secrets are in Secrets Manager."
  value       = module.consumers.client_ids
}
