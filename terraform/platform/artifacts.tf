# Packages and contracts, each under its hash: what was once deployed can be deployed again.
resource "aws_s3_bucket" "artifacts" {
  #checkov:skip=CKV_AWS_18:only the deploy command and the gateway's root read it; CloudTrail's data events tell who else
  #checkov:skip=CKV_AWS_144:packages and contracts can be built anew from their commits
  #checkov:skip=CKV_AWS_145:encrypted with S3's own key; contracts and packages hold no secrets
  #checkov:skip=CKV2_AWS_62:the deploy command knows when it stored something

  bucket        = "${local.prefix}-artifacts-${local.account_id}${local.region_suffix}"
  force_destroy = !local.environment.protect_data
}

resource "aws_s3_bucket_versioning" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  versioning_configuration {
    status = "Enabled"
  }
}

# What is stored stays; what was replaced or deleted can be brought back for so many days.
resource "aws_s3_bucket_lifecycle_configuration" "artifacts" {
  count = local.environment.noncurrent_days > 0 ? 1 : 0

  bucket = aws_s3_bucket.artifacts.id

  rule {
    id     = "forget-replaced-versions"
    status = "Enabled"
    filter {}

    noncurrent_version_expiration {
      noncurrent_days = local.environment.noncurrent_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.artifacts]
}

moved {
  from = aws_s3_bucket_lifecycle_configuration.artifacts
  to   = aws_s3_bucket_lifecycle_configuration.artifacts[0]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "artifacts" {
  statement {
    sid       = "RefusePlainHttp"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.artifacts.arn, "${aws_s3_bucket.artifacts.arn}/*"]

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

resource "aws_s3_bucket_policy" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id
  policy = data.aws_iam_policy_document.artifacts.json

  depends_on = [aws_s3_bucket_public_access_block.artifacts]
}
