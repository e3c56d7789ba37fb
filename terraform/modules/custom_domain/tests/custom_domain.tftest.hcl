mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name            = "api.example.com"
  certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/one"
  api_id          = "api123"
  stage_name      = "v1"
}

run "answers_at_the_domain_under_the_same_paths" {
  command = plan

  assert {
    condition     = output.url == "https://api.example.com/v1"
    error_message = "A link made for the stage's own address holds at the domain too."
  }

  assert {
    condition     = aws_api_gateway_base_path_mapping.this.api_id == "api123" && aws_api_gateway_base_path_mapping.this.stage_name == "v1" && aws_api_gateway_base_path_mapping.this.base_path == "v1"
    error_message = "The domain leads to the stage."
  }
}

run "asks_for_a_recent_tls" {
  command = plan

  assert {
    condition     = aws_api_gateway_domain_name.this.security_policy == "TLS_1_2"
    error_message = "TLS 1.0 and 1.1 are refused."
  }

  assert {
    condition     = aws_api_gateway_domain_name.this.regional_certificate_arn == "arn:aws:acm:eu-central-1:123456789012:certificate/one" && aws_api_gateway_domain_name.this.certificate_arn == null
    error_message = "A regional endpoint has a certificate of its region."
  }
}

run "leaves_dns_alone_without_a_zone" {
  command = plan

  assert {
    condition     = length(aws_route53_record.alias) == 0 && output.target == "d-abc.execute-api.eu-central-1.amazonaws.com"
    error_message = "Whoever runs the DNS is told where to point."
  }
}

run "points_its_zone_to_the_region" {
  command = plan

  variables { hosted_zone_id = "ZZONE" }

  assert {
    condition     = keys(aws_route53_record.alias) == ["A"] && one(aws_route53_record.alias["A"].alias).zone_id == "ZREGIONAL" && one(aws_route53_record.alias["A"].alias).name == "d-abc.execute-api.eu-central-1.amazonaws.com"
    error_message = "The alias names the regional endpoint, which has IPv4 alone."
  }
}

run "points_its_zone_to_the_edge" {
  command = plan

  variables {
    hosted_zone_id  = "ZZONE"
    endpoint_type   = "EDGE"
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/two"
  }

  assert {
    condition     = keys(aws_route53_record.alias) == ["A", "AAAA"] && one(aws_route53_record.alias["AAAA"].alias).zone_id == "ZCLOUDFRONT" && one(aws_route53_record.alias["A"].alias).name == "d111.cloudfront.net"
    error_message = "The alias names CloudFront, which has IPv6 too."
  }

  assert {
    condition     = aws_api_gateway_domain_name.this.certificate_arn == "arn:aws:acm:us-east-1:123456789012:certificate/two" && aws_api_gateway_domain_name.this.regional_certificate_arn == null
    error_message = "CloudFront's certificate is in us-east-1."
  }
}

run "asks_for_no_client_certificate_unless_told" {
  command = plan

  assert {
    condition     = length(aws_api_gateway_domain_name.this.mutual_tls_authentication) == 0 && length(aws_s3_bucket.truststore) == 0
    error_message = "Without a trust store there is neither bucket nor mutual TLS."
  }
}

run "lets_only_trusted_clients_connect" {
  command = plan

  variables {
    truststore        = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    truststore_bucket = "groundplan-test-truststore"
  }

  assert {
    condition     = one(aws_api_gateway_domain_name.this.mutual_tls_authentication).truststore_uri == "s3://bucket/truststore.pem" && one(aws_api_gateway_domain_name.this.mutual_tls_authentication).truststore_version == "version-1"
    error_message = "The domain trusts exactly the version that was applied."
  }

  assert {
    condition     = module.truststore_protection[0].bucket == "bucket" && aws_s3_object.truststore[0].content == var.truststore
    error_message = "What was trusted before can be brought back, and nobody else may write whom the API trusts."
  }
}

run "refuses_mutual_tls_at_the_edge" {
  command = plan

  variables {
    truststore        = "-----BEGIN CERTIFICATE-----"
    truststore_bucket = "groundplan-test-truststore"
    endpoint_type     = "EDGE"
    certificate_arn   = "arn:aws:acm:us-east-1:123456789012:certificate/two"
  }

  expect_failures = [var.truststore]
}

run "refuses_a_trust_store_that_is_no_certificate" {
  command = plan

  variables {
    truststore        = "ca.pem"
    truststore_bucket = "groundplan-test-truststore"
  }

  expect_failures = [var.truststore]
}

run "refuses_a_trust_store_without_a_bucket" {
  command = plan

  variables { truststore = "-----BEGIN CERTIFICATE-----" }

  expect_failures = [var.truststore_bucket]
}

run "refuses_a_bucket_name_that_is_too_long" {
  command = plan

  variables {
    truststore        = "-----BEGIN CERTIFICATE-----"
    truststore_bucket = join("", [for i in range(64) : "x"])
  }

  expect_failures = [var.truststore_bucket]
}

run "refuses_a_regional_certificate_at_the_edge" {
  command = plan

  variables { endpoint_type = "EDGE" }

  expect_failures = [var.certificate_arn]
}

run "refuses_what_is_no_certificate" {
  command = plan

  variables { certificate_arn = "api.example.com" }

  expect_failures = [var.certificate_arn]
}

run "refuses_a_domain_that_is_a_url" {
  command = plan

  variables { name = "https://api.example.com" }

  expect_failures = [var.name]
}

run "refuses_a_private_endpoint" {
  command = plan

  variables { endpoint_type = "PRIVATE" }

  expect_failures = [var.endpoint_type]
}

run "answers_alone_without_a_second_region" {
  command = plan

  variables { hosted_zone_id = "ZZONE" }

  assert {
    condition     = aws_route53_record.alias["A"].set_identifier == null && aws_route53_record.alias["A"].health_check_id == null && length(aws_route53_record.alias["A"].latency_routing_policy) == 0 && !one(aws_route53_record.alias["A"].alias).evaluate_target_health
    error_message = "One record, whatever its health: there is nothing else to answer with."
  }
}

run "answers_for_its_region_while_it_is_healthy" {
  command = plan

  variables {
    hosted_zone_id = "ZZONE"
    latency        = { region = "eu-west-1", health_check_id = "check-west" }
  }

  assert {
    condition     = aws_route53_record.alias["A"].set_identifier == "eu-west-1" && one(aws_route53_record.alias["A"].latency_routing_policy).region == "eu-west-1"
    error_message = "Callers nearer to the region are sent there."
  }

  assert {
    condition     = aws_route53_record.alias["A"].health_check_id == "check-west" && one(aws_route53_record.alias["A"].alias).evaluate_target_health
    error_message = "Nobody is sent to a region that does not answer."
  }
}

run "refuses_to_choose_between_regions_without_a_zone" {
  command = plan

  variables { latency = { region = "eu-west-1", health_check_id = "check-west" } }

  expect_failures = [var.latency]
}

run "refuses_to_choose_between_regions_at_the_edge" {
  command = plan

  variables {
    hosted_zone_id  = "ZZONE"
    endpoint_type   = "EDGE"
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/edge"
    latency         = { region = "eu-west-1", health_check_id = "check-west" }
  }

  expect_failures = [var.latency]
}
