output "state_bucket" {
  description = "Name of the bucket of all states."
  value       = aws_s3_bucket.state.bucket
}

output "pipeline_role_arns" {
  description = "Values for the repository's variables PLAN_ROLE_ARN and DEPLOY_ROLE_ARN."
  value       = { for name, role in aws_iam_role.pipeline : name => role.arn }
}
