locals {
  is_edge = var.endpoint_type == "EDGE"
  has_dns = var.hosted_zone_id != null
  # Exactly one of the two is set, by the kind of endpoint.
  target = {
    name    = local.is_edge ? aws_api_gateway_domain_name.this.cloudfront_domain_name : aws_api_gateway_domain_name.this.regional_domain_name
    zone_id = local.is_edge ? aws_api_gateway_domain_name.this.cloudfront_zone_id : aws_api_gateway_domain_name.this.regional_zone_id
  }
}

resource "aws_api_gateway_domain_name" "this" {
  domain_name              = var.name
  security_policy          = "TLS_1_2"
  certificate_arn          = local.is_edge ? var.certificate_arn : null
  regional_certificate_arn = local.is_edge ? null : var.certificate_arn

  endpoint_configuration {
    types = [var.endpoint_type]
  }

  dynamic "mutual_tls_authentication" {
    for_each = aws_s3_object.truststore

    content {
      truststore_uri     = "s3://${mutual_tls_authentication.value.bucket}/${mutual_tls_authentication.value.key}"
      truststore_version = mutual_tls_authentication.value.version_id
    }
  }
}

resource "aws_api_gateway_base_path_mapping" "this" {
  domain_name = aws_api_gateway_domain_name.this.domain_name
  api_id      = var.api_id
  stage_name  = var.stage_name
  base_path   = var.stage_name
}

resource "aws_route53_record" "alias" {
  for_each = local.has_dns ? toset(local.is_edge ? ["A", "AAAA"] : ["A"]) : []

  zone_id = var.hosted_zone_id
  name    = aws_api_gateway_domain_name.this.domain_name
  type    = each.value

  # From one answer to one of several and back is a change of this record, which Route 53 makes in one batch.
  set_identifier  = one(var.latency[*].region)
  health_check_id = one(var.latency[*].health_check_id)

  alias {
    name                   = local.target.name
    zone_id                = local.target.zone_id
    evaluate_target_health = var.latency != null
  }

  dynamic "latency_routing_policy" {
    for_each = var.latency[*]

    content {
      region = latency_routing_policy.value.region
    }
  }
}
