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

module "truststore_protection" {
  count  = local.has_truststore ? 1 : 0
  source = "../protected_bucket"

  bucket = aws_s3_bucket.truststore[0]
}

resource "aws_s3_object" "truststore" {
  count = local.has_truststore ? 1 : 0

  bucket       = aws_s3_bucket.truststore[0].id
  key          = "truststore.pem"
  content      = var.truststore
  content_type = "application/x-pem-file"

  # An object that is written before versions are kept has none to name.
  depends_on = [module.truststore_protection]
}
