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
  value       = module.api_gateway.invoke_url
}

output "access_log_group" {
  description = "Where the access log goes."
  value       = module.api_gateway.access_log_group
}

output "body_sha256" {
  description = "Hash of the merged document."
  value       = module.api_gateway.body_sha256
}

output "consumers" {
  description = "App client of each consumer; their secrets are in Secrets Manager."
  value       = module.consumers.client_ids
}
