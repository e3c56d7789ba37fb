output "client_ids" {
  description = "App client of each consumer."
  value       = local.client_ids
}
