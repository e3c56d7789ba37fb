# Lines by table, failed ones beside them, and results of questions, which are as personal as the lines.
resource "aws_s3_bucket" "logs" {
  #checkov:skip=CKV_AWS_18:a log of who reads logs would log itself; CloudTrail's data events tell it
  #checkov:skip=CKV_AWS_144:log groups keep the last days in another place
  #checkov:skip=CKV2_AWS_62:Athena lists what there is; nothing waits for a file
  #checkov:skip=CKV2_AWS_61:the rule is below; an environment that keeps logs for ever has none

  bucket        = "${var.name}-logs-${var.account_id}${var.region_suffix}"
  force_destroy = !var.protect_data
}

module "protection" {
  source = "../protected_bucket"

  bucket  = aws_s3_bucket.logs
  key_arn = var.key_arn
}

# A bucket has one set of rules, and protected_bucket's own never forgets what is current.
resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  count = var.keep_days > 0 ? 1 : 0

  bucket = module.protection.bucket

  rule {
    id     = "forget-logs"
    status = "Enabled"
    filter {}

    expiration {
      days = var.keep_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  rule {
    id     = "forget-results"
    status = "Enabled"

    filter {
      prefix = "results/"
    }

    expiration {
      days = min(7, var.keep_days)
    }
  }
}
