resource "aws_s3_bucket_versioning" "this" {
  bucket = var.bucket.id

  versioning_configuration {
    status = "Enabled"
  }
}

# Current versions never expire.
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  count = var.noncurrent_days > 0 ? 1 : 0

  bucket = var.bucket.id

  rule {
    id     = "forget-replaced-${var.contents}"
    status = "Enabled"
    filter {}

    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

locals {
  has_key = var.has_recorded_key || var.key_arn != null
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = var.bucket.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = local.has_key ? "aws:kms" : "AES256"
      kms_master_key_id = var.key_arn
    }
    bucket_key_enabled = local.has_key ? true : null
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = var.bucket.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "RefusePlainHttp"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [var.bucket.arn, "${var.bucket.arn}/*"]

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

  dynamic "statement" {
    for_each = var.distribution[*]

    content {
      sid       = "LetTheDistributionRead"
      actions   = ["s3:GetObject"]
      resources = ["${var.bucket.arn}/*"]

      principals {
        type        = "Service"
        identifiers = ["cloudfront.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = var.bucket.id
  policy = data.aws_iam_policy_document.this.json

  depends_on = [aws_s3_bucket_public_access_block.this]
}
