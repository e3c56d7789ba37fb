locals {
  published = {
    artifact_bucket = aws_s3_bucket.artifacts.bucket
    user_pool_id    = local.identity.user_pool_id
    issuer          = local.identity.issuer
    jwks_url        = local.identity.jwks_url
    token_url       = local.identity.token_url
    log_key_arn     = aws_kms_key.logs.arn
    cursor_key_arn  = local.cursor_key.arn
    alarm_topics    = { for name, topic in aws_sns_topic.alarms : name => topic.arn }
    runbook_url     = local.runbook_url

    permissions_boundary_arn = local.permissions_boundary_arn
    code_signing             = one(local.code_signing)
    log_delivery             = one(module.access_logs[*].delivery)
  }
}

# How every other root finds the platform.
resource "aws_ssm_parameter" "platform" {
  #checkov:skip=CKV2_AWS_34:names and addresses by which roots find each other; nothing secret

  name           = "/${local.environment.name}/platform"
  description    = "The platform's values for services and the gateway"
  type           = "String"
  insecure_value = jsonencode(local.published)

  # Whoever finds the bucket here puts packages into it at once.
  depends_on = [module.artifacts_protection]
}

output "artifact_bucket" {
  description = "Name of the bucket of packages, contracts and releases."
  value       = aws_s3_bucket.artifacts.bucket
}

output "token_url" {
  description = "URL of the token endpoint."
  value       = local.published.token_url
}

output "log_search" {
  description = "Where the access log is searched; null without log_search."
  value       = one(module.log_search[*].search)
}

output "questions" {
  description = "Where the logs are asked; null without access_logs."
  value       = one(module.access_logs[*].questions)
}
