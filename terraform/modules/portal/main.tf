# A private bucket that CloudFront alone may read, and a function that asks every visitor for a name and a password.
resource "aws_s3_bucket" "site" {
  #checkov:skip=CKV_AWS_18:CloudFront alone reads it
  #checkov:skip=CKV_AWS_144:the site can be built anew from its commit
  #checkov:skip=CKV_AWS_145:encrypted with S3's own key; the site holds no secrets
  #checkov:skip=CKV2_AWS_62:the deploy command knows when it stored something

  bucket        = var.bucket
  force_destroy = true
}

module "protection" {
  source = "../protected_bucket"

  bucket          = aws_s3_bucket.site
  contents        = "pages"
  noncurrent_days = 30
  distribution    = aws_cloudfront_distribution.this.arn
}

locals {
  types = {
    css  = "text/css; charset=utf-8"
    html = "text/html; charset=utf-8"
    js   = "text/javascript; charset=utf-8"
    json = "application/json"
    svg  = "image/svg+xml"
  }
}

resource "aws_s3_object" "file" {
  for_each = fileset(var.site, "**")

  bucket        = aws_s3_bucket.site.id
  key           = each.value
  source        = "${var.site}/${each.value}"
  source_hash   = filesha256("${var.site}/${each.value}")
  content_type  = lookup(local.types, reverse(split(".", each.value))[0], "text/plain; charset=utf-8")
  cache_control = "no-cache"
}

resource "aws_cloudfront_function" "visitors" {
  name    = var.name
  comment = "Asks every visitor for a name and a password"
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = templatefile("${path.module}/visitors.js", { hashes = jsonencode(sort(values(var.visitors))) })
}
