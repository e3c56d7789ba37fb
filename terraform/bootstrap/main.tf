module "environment" {
  source = "../modules/environment"
  values = var.environment
}

data "aws_caller_identity" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
}

resource "aws_s3_bucket" "state" {
  #checkov:skip=CKV_AWS_18:CloudTrail's data events tell who read a state; a bucket of access logs would need one of its own
  #checkov:skip=CKV_AWS_144:versioned instead; what it describes is lost with the region as well
  #checkov:skip=CKV2_AWS_62:nobody waits for a new state

  bucket = var.state_bucket

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

# A state that was replaced can be brought back for so many days.
resource "aws_s3_bucket_lifecycle_configuration" "state" {
  count = local.environment.noncurrent_days > 0 ? 1 : 0

  bucket = aws_s3_bucket.state.id

  rule {
    id     = "forget-replaced-states"
    status = "Enabled"
    filter {}

    noncurrent_version_expiration {
      noncurrent_days = local.environment.noncurrent_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.state]
}

moved {
  from = aws_s3_bucket_lifecycle_configuration.state
  to   = aws_s3_bucket_lifecycle_configuration.state[0]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
    bucket_key_enabled = true
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket = aws_s3_bucket.state.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "state" {
  statement {
    sid       = "RefusePlainHttp"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id
  policy = data.aws_iam_policy_document.state.json

  depends_on = [aws_s3_bucket_public_access_block.state]
}

# API Gateway writes its execution logs with one role per account and region, whatever the number of APIs.
data "aws_iam_policy_document" "assume_gateway_logs" {
  statement {
    sid     = "LetApiGatewayWriteLogs"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "gateway_logs" {
  name               = "groundplan-gateway-logs-${local.environment.region}"
  description        = "Lets API Gateway write to CloudWatch Logs"
  assume_role_policy = data.aws_iam_policy_document.assume_gateway_logs.json
}

data "aws_iam_policy_document" "gateway_logs" {
  statement {
    sid = "WriteExecutionLogs"
    actions = [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:FilterLogEvents",
      "logs:GetLogEvents",
      "logs:PutLogEvents",
    ]
    resources = ["arn:aws:logs:${local.environment.region}:${local.account_id}:*"]
  }

  # Listing takes no group's name.
  statement {
    sid       = "FindLogGroups"
    actions   = ["logs:DescribeLogGroups"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "gateway_logs" {
  name   = "execution-logs"
  role   = aws_iam_role.gateway_logs.id
  policy = data.aws_iam_policy_document.gateway_logs.json
}

resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.gateway_logs.arn

  depends_on = [aws_iam_role_policy.gateway_logs]
}
