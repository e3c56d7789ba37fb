output "api" {
  description = "Id of the API."
  value       = aws_api_gateway_rest_api.this.id
}

output "key" {
  description = "Value of the caller's API key."
  value       = aws_api_gateway_api_key.caller.value
  sensitive   = true
}
