output "application" {
  description = "The CodeDeploy application that the deploy command starts deployments of."
  value       = aws_codedeploy_app.this.name
}

output "group" {
  description = "Its deployment group."
  value       = aws_codedeploy_deployment_group.this.deployment_group_name
}

output "pace" {
  description = "How traffic shifts, with what was left out filled in."
  value       = var.traffic
}
