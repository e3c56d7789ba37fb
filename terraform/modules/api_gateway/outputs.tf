output "api_id" {
  description = "Id of the API."
  value       = aws_api_gateway_rest_api.this.id
}

output "name" {
  description = "Name of the API, by which its metrics and traces are found."
  value       = aws_api_gateway_rest_api.this.name
}

output "stage_name" {
  description = "The one stage."
  value       = aws_api_gateway_stage.this.stage_name
}

output "stage_arn" {
  description = "What a web ACL is associated with."
  value       = aws_api_gateway_stage.this.arn
}

output "invoke_url" {
  description = "The stage's own URL; answers unless the default endpoint is off."
  value       = aws_api_gateway_stage.this.invoke_url
}

output "access_log_group" {
  description = "Where the access log goes."
  value       = aws_cloudwatch_log_group.access.name
}

output "body_sha256" {
  description = "Hash of the merged document: the same hash is the same API."
  value       = sha256(local.body)
}

output "usage_plan_ids" {
  description = "Usage plan of each tier."
  value       = { for tier, plan in aws_api_gateway_usage_plan.tier : tier => plan.id }
}
