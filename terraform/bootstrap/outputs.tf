output "state_bucket" {
  description = "Where all states are."
  value       = aws_s3_bucket.state.bucket
}

output "pipeline_role_arns" {
  description = "What the repository's PLAN_ROLE_ARN and DEPLOY_ROLE_ARN variables are set to."
  value       = { for name, role in aws_iam_role.pipeline : name => role.arn }
}
