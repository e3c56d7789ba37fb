output "api_id" {
  description = "Id of the API."
  value       = aws_api_gateway_rest_api.this.id
}

output "name" {
  description = "Name of the API, as in its metrics and traces."
  value       = aws_api_gateway_rest_api.this.name
}

output "stage_name" {
  description = "The API's stage."
  value       = aws_api_gateway_stage.this.stage_name
}

output "stage_arn" {
  description = "ARN of the stage, for a web ACL."
  value       = aws_api_gateway_stage.this.arn
}

output "invoke_url" {
  description = "URL of the stage's default endpoint."
  value       = aws_api_gateway_stage.this.invoke_url
}

output "access_log_group" {
  description = "Log group of the access log."
  value       = aws_cloudwatch_log_group.access.name
}

output "body_sha256" {
  description = "Hash of the merged OpenAPI document."
  value       = sha256(local.body)
}

output "usage_plan_ids" {
  description = "Usage plan of each tier."
  value       = { for tier, plan in aws_api_gateway_usage_plan.tier : tier => plan.id }
}
