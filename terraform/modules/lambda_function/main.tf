locals {
  log_group_name = "/aws/lambda/${var.name}"
}

resource "aws_cloudwatch_log_group" "this" {
  name              = local.log_group_name
  retention_in_days = var.log.retention_days
  kms_key_id        = var.log.key_arn
}

# One block, because Lambda takes logging, tracing and dead letters as parts of the function.
resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:called synchronously, whoever called gets the error; a hook, which nobody waits for, has a queue
  #checkov:skip=CKV_AWS_117:it talks to AWS's public endpoints alone; a VPC would cost NAT gateways and protect nothing more
  #checkov:skip=CKV_AWS_272:packages are built from the commit by the pipeline that deploys them; code_signing adds Signer

  function_name           = var.name
  role                    = aws_iam_role.this.arn
  runtime                 = "python3.13"
  handler                 = var.handler
  architectures           = [var.package.architecture]
  s3_bucket               = var.package.bucket
  s3_key                  = local.package_key
  source_code_hash        = local.is_signed ? null : local.package_hash
  code_signing_config_arn = try(var.package.signing.config_arn, null)
  timeout                 = var.capacity.timeout_seconds
  memory_size             = var.capacity.memory_mb
  publish                 = true

  # -1: the function uses the account's unreserved concurrency.
  reserved_concurrent_executions = coalesce(var.capacity.reserved, -1)

  environment {
    variables = var.environment
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  logging_config {
    log_format       = "JSON"
    log_group        = aws_cloudwatch_log_group.this.name
    system_log_level = var.log.system_level

    # Lambda drops no line: which ones are written is switched while the function runs (make log-level-<service>).
    application_log_level = "DEBUG"
  }

  dynamic "snap_start" {
    for_each = var.capacity.snap_start ? ["PublishedVersions"] : []

    content {
      apply_on = snap_start.value
    }
  }

  dynamic "dead_letter_config" {
    for_each = var.dead_letters[*]

    content {
      target_arn = dead_letter_config.value.arn
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

# Traffic is shifted by the deploy command, after the new version has proved that it starts.
resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "The version that takes traffic"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

# Belongs to the alias, not to a version: Lambda warms the version that a release gives weight to, and CodeDeploy waits
# for it. AWS refuses a change of the number only while two versions share the traffic, and no release is applied then.
resource "aws_lambda_provisioned_concurrency_config" "live" {
  count = var.capacity.provisioned == null ? 0 : 1

  function_name                     = aws_lambda_function.this.function_name
  qualifier                         = aws_lambda_alias.live.name
  provisioned_concurrent_executions = var.capacity.provisioned
}
