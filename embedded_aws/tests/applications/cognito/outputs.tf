output "api" {
  description = "Id of the API."
  value       = aws_api_gateway_rest_api.this.id
}

output "pool" {
  description = "Id of the user pool."
  value       = aws_cognito_user_pool.people.id
}

output "client" {
  description = "Id of the app client."
  value       = aws_cognito_user_pool_client.web.id
}
