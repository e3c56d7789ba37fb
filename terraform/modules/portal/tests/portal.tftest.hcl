mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

override_resource {
  target = aws_cloudfront_distribution.this
  values = { arn = "arn:aws:cloudfront::123456789012:distribution/site", domain_name = "d1.cloudfront.net" }

  override_during = plan
}

override_resource {
  target = aws_cloudfront_function.visitors
  values = { arn = "arn:aws:cloudfront::123456789012:function/visitors" }

  override_during = plan
}

override_resource {
  target = aws_s3_bucket.site
  values = { arn = "arn:aws:s3:::site", bucket_regional_domain_name = "site.s3.eu-central-1.amazonaws.com", id = "site" }

  override_during = plan
}

override_resource {
  target = aws_cloudfront_origin_access_control.site
  values = { id = "signed" }

  override_during = plan
}

variables {
  name     = "widgets-portal"
  bucket   = "widgets-portal-123456789012"
  site     = "tests/site"
  visitors = { acme = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" }
  origins  = ["https://api.example.com"]
}

run "asks_every_visitor_and_serves_the_files" {
  command = plan

  assert {
    condition     = one(one(aws_cloudfront_distribution.this.default_cache_behavior).function_association).function_arn == aws_cloudfront_function.visitors.arn
    error_message = "Every request goes through the function that asks for a name and a password."
  }

  assert {
    condition     = strcontains(aws_cloudfront_function.visitors.code, "[\"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\"]")
    error_message = "The function knows the visitors' hashes."
  }

  assert {
    condition     = { for key, file in aws_s3_object.file : key => file.content_type } == { "index.html" = "text/html; charset=utf-8", "portal.css" = "text/css; charset=utf-8" }
    error_message = "Each file is served as what it is."
  }

  assert {
    condition     = one(aws_cloudfront_distribution.this.origin).origin_access_control_id == "signed" && aws_cloudfront_origin_access_control.site.signing_behavior == "always"
    error_message = "CloudFront signs what it asks of the bucket, which is private."
  }

  assert {
    condition     = strcontains(one(one(aws_cloudfront_response_headers_policy.site.security_headers_config).content_security_policy).content_security_policy, "connect-src 'self' https://api.example.com;")
    error_message = "The pages may ask the API, and nobody else."
  }

  assert {
    condition     = output.url == "https://d1.cloudfront.net/"
    error_message = "The address is CloudFront's."
  }
}

run "refuses_a_portal_for_everybody" {
  command = plan

  variables { visitors = {} }

  expect_failures = [var.visitors]
}

run "refuses_a_folder_without_a_site" {
  command = plan

  variables { site = "tests" }

  expect_failures = [var.site]
}
