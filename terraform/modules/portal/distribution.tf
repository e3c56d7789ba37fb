resource "aws_cloudfront_origin_access_control" "site" {
  name                              = var.name
  description                       = "Signs CloudFront's requests to the bucket"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_response_headers_policy" "site" {
  name = var.name

  security_headers_config {
    content_security_policy {
      # Swagger UI sets styles of elements, and has images in its sheet.
      content_security_policy = join("; ", [
        "default-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:",
        "connect-src ${join(" ", concat(["'self'"], var.origins))}", "base-uri 'none'", "frame-ancestors 'none'",
      ])
      override = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      override                   = true
    }
  }
}

# CachingOptimized, a policy of AWS, has this id in every account. The bucket's cache-control has browsers and edges ask again.
locals { caching_optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6" }

# One block, because a distribution is one resource with its origin, its behaviour and its certificate inside.
resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_68:static pages behind a password; there is nothing for a web ACL to protect
  #checkov:skip=CKV2_AWS_47:static pages behind a password; there is nothing for a web ACL to protect
  #checkov:skip=CKV_AWS_86:visitors are few and known; who called the API stands in its access log
  #checkov:skip=CKV_AWS_174:CloudFront's own certificate fixes the protocol; a domain of the portal's own is not offered
  #checkov:skip=CKV2_AWS_42:CloudFront's own address; a domain of the portal's own is not offered
  #checkov:skip=CKV_AWS_310:one bucket; the site can be built anew
  #checkov:skip=CKV_AWS_374:consumers are anywhere

  comment             = var.name
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = "PriceClass_100"
  default_root_object = "index.html"

  origin {
    origin_id                = "site"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }

  default_cache_behavior {
    target_origin_id           = "site"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.visitors.arn
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
