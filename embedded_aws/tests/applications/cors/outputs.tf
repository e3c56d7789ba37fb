output "api" {
  description = "Id of the API."
  value       = aws_api_gateway_rest_api.this.id
}
