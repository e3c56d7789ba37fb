# API Gateway reads the trust store from S3 by version: what was trusted at any time can be seen and brought back.
locals {
  has_truststore = var.truststore != null
}

resource "aws_s3_bucket" "truststore" {
  count = local.has_truststore ? 1 : 0

  bucket = var.truststore_bucket
  # Nothing in it is data: it is written from the repository.
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "truststore" {
  count = local.has_truststore ? 1 : 0

  bucket = aws_s3_bucket.truststore[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "truststore" {
  count = local.has_truststore ? 1 : 0

  bucket = aws_s3_bucket.truststore[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "truststore" {
  count = local.has_truststore ? 1 : 0

  bucket = aws_s3_bucket.truststore[0].id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "truststore" {
  count = local.has_truststore ? 1 : 0

  statement {
    sid       = "RefusePlainHttp"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.truststore[0].arn, "${aws_s3_bucket.truststore[0].arn}/*"]

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

resource "aws_s3_bucket_policy" "truststore" {
  count = local.has_truststore ? 1 : 0

  bucket = aws_s3_bucket.truststore[0].id
  policy = data.aws_iam_policy_document.truststore[0].json

  depends_on = [aws_s3_bucket_public_access_block.truststore]
}

resource "aws_s3_object" "truststore" {
  count = local.has_truststore ? 1 : 0

  bucket       = aws_s3_bucket.truststore[0].id
  key          = "truststore.pem"
  content      = var.truststore
  content_type = "application/x-pem-file"

  # An object that is written before versions are kept has none to name.
  depends_on = [aws_s3_bucket_versioning.truststore]
}
