locals {
  package_hash = fileexists(var.package.path) ? filebase64sha256(var.package.path) : null
  is_signed    = var.package.signing != null
  package_key  = local.is_signed ? aws_signer_signing_job.package[0].signed_object[0].s3[0].key : aws_s3_object.package.key
}

# Named by its content: the same package is the same object. Lambda keeps a copy with each version it publishes.
resource "aws_s3_object" "package" {
  bucket = var.package.bucket
  key    = "${var.package.prefix}/${fileexists(var.package.path) ? filesha256(var.package.path) : "missing"}.zip"
  source = var.package.path

  lifecycle {
    precondition {
      condition     = fileexists(var.package.path)
      error_message = "${var.package.path} does not exist; run `make package` or deploy with `make deploy-<service>`."
    }
  }
}

# A signed copy of exactly this object. Its name is new with each signature, so that it is what tells of a new package.
resource "aws_signer_signing_job" "package" {
  count = local.is_signed ? 1 : 0

  profile_name = var.package.signing.profile_name

  source {
    s3 {
      bucket  = aws_s3_object.package.bucket
      key     = aws_s3_object.package.key
      version = aws_s3_object.package.version_id
    }
  }

  destination {
    s3 {
      bucket = var.package.bucket
      prefix = "${var.package.prefix}/signed/"
    }
  }
}
