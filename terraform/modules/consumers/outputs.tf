output "client_ids" {
  description = "App client of each consumer."
  value       = { for name, client in aws_cognito_user_pool_client.this : name => client.id }
}
