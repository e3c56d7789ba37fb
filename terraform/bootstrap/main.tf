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

# States hold secrets. One that was replaced can be brought back for so many days.
module "state_protection" {
  source = "../modules/protected_bucket"

  bucket           = aws_s3_bucket.state
  contents         = "states"
  noncurrent_days  = local.environment.noncurrent_days
  has_recorded_key = true
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
  name               = "${local.environment.product}-gateway-logs-${local.environment.region}"
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
