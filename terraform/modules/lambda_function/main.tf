locals {
  log_group_name = "/aws/lambda/${var.name}"
}

resource "aws_cloudwatch_log_group" "this" {
  name              = local.log_group_name
  retention_in_days = var.log.retention_days
  kms_key_id        = var.log.key_arn
}

data "aws_iam_policy_document" "assume" {
  statement {
    sid     = "RunAsThisFunction"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.name
  description        = "What the function ${var.name} may do"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

data "aws_iam_policy_document" "permissions" {
  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  # X-Ray has no resources to name.
  dynamic "statement" {
    for_each = var.tracing ? { SendTraces = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"] } : {}

    content {
      sid       = statement.key
      actions   = statement.value
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.statements

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "permissions"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.permissions.json
}

# Named by its content: the same package is the same object. Lambda keeps a copy with each version it publishes.
resource "aws_s3_object" "package" {
  bucket = var.package_bucket
  key    = "${var.package_prefix}/${fileexists(var.package) ? filesha256(var.package) : "missing"}.zip"
  source = var.package

  lifecycle {
    precondition {
      condition     = fileexists(var.package)
      error_message = "${var.package} does not exist; run `make package` or deploy with `make deploy-<service>`."
    }
  }
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:called synchronously alone: whoever called gets the error, and no event is lost
  #checkov:skip=CKV_AWS_117:it talks to AWS's public endpoints alone; a VPC would cost NAT gateways and protect nothing more
  #checkov:skip=CKV_AWS_173:the environment has names and settings; secrets are read at run time
  #checkov:skip=CKV_AWS_272:packages are built from the commit by the pipeline that deploys them; the plan names their hash

  function_name    = var.name
  role             = aws_iam_role.this.arn
  runtime          = "python3.13"
  handler          = var.handler
  architectures    = [var.architecture]
  s3_bucket        = aws_s3_object.package.bucket
  s3_key           = aws_s3_object.package.key
  source_code_hash = fileexists(var.package) ? filebase64sha256(var.package) : null
  timeout          = var.timeout_seconds
  memory_size      = var.memory_mb
  publish          = true

  environment {
    variables = var.environment
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.this.name
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
