output "api_id" {
  description = "Id of the API."
  value       = module.api_gateway.api_id
}

output "stage_name" {
  description = "The one stage."
  value       = module.api_gateway.stage_name
}

output "invoke_url" {
  description = "Where the API answers."
  value       = local.url
}

output "access_log_group" {
  description = "Where the access log goes."
  value       = module.api_gateway.access_log_group
}

output "domain_target" {
  description = "What the domain's DNS must point to where Route 53 does not; null without a domain."
  value       = one(module.custom_domain[*].target)
}

output "body_sha256" {
  description = "Hash of the merged document."
  value       = module.api_gateway.body_sha256
}

output "consumers" {
  description = "App client of each consumer; their secrets are in Secrets Manager."
  value       = module.consumers.client_ids
}
