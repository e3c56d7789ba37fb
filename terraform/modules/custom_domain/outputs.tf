output "url" {
  description = "URL of the API."
  value       = "https://${aws_api_gateway_domain_name.this.domain_name}/${aws_api_gateway_base_path_mapping.this.base_path}"
}

output "target" {
  description = "Target of the CNAME record when DNS is elsewhere."
  value       = local.target.name
}

output "truststore_version" {
  description = "Version of the trust store's object that the domain uses; null without one."
  value       = one(aws_s3_object.truststore[*].version_id)
}
