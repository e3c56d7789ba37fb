output "url" {
  description = "Address of the portal; null while it is off."
  value       = one(module.portal[*].url)
}
