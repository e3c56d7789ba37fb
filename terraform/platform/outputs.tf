locals {
  published = {
    artifact_bucket = aws_s3_bucket.artifacts.bucket
    user_pool_id    = aws_cognito_user_pool.this.id
    issuer          = local.issuer
    jwks_url        = local.jwks_url
    token_url       = local.token_url
    log_key_arn     = aws_kms_key.logs.arn
    cursor_key_arn  = aws_kms_key.cursors.arn
    alarm_topics    = { for name, topic in aws_sns_topic.alarms : name => topic.arn }
    runbook_url     = local.runbook_url
  }
}

# How every other root finds the platform.
resource "aws_ssm_parameter" "platform" {
  #checkov:skip=CKV2_AWS_34:names and addresses by which roots find each other; nothing secret

  name           = "/${var.environment.name}/platform"
  description    = "What services and the gateway need of the platform"
  type           = "String"
  insecure_value = jsonencode(local.published)
}

output "artifact_bucket" {
  description = "Packages, contracts and releases."
  value       = aws_s3_bucket.artifacts.bucket
}

output "token_url" {
  description = "Where consumers get their tokens."
  value       = local.token_url
}
