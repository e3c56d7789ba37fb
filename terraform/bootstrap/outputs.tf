output "state_bucket" {
  description = "Name of the bucket of all states."
  value       = aws_s3_bucket.state.bucket
}

output "pipeline_role_arns" {
  description = "Values for the repository's variables PLAN_ROLE_ARN, DEPLOY_ROLE_ARN and, where there are previews, PREVIEW_ROLE_ARN."
  value       = merge({ for name, role in aws_iam_role.pipeline : name => role.arn }, { for role in aws_iam_role.preview : "preview" => role.arn })
}
