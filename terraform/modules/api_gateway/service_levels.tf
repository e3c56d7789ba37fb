# The stage's default holds for every method on its own; it is not one bucket for all.
resource "aws_api_gateway_method_settings" "default" {
  #checkov:skip=CKV_AWS_225:a cache answers every caller alike; only routes whose contract says so are cached

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false
    throttling_rate_limit  = var.service_levels.route_classes["read"].rate_per_second
    throttling_burst_limit = var.service_levels.route_classes["read"].burst
  }
}

locals {
  verbs = ["get", "head", "post", "put", "patch", "delete"]

  # Every class but the stage's default.
  own_classes = [for class in keys(var.service_levels.route_classes) : class if class != "read"]

  # Operations that differ from the stage's default: "~1widgets~1{widgetId}~1cancel/POST" => class and time to live.
  classified = merge({}, [
    for contract in local.contracts : merge({}, [
      for path, item in contract.paths : {
        for verb, operation in item : "${replace(path, "/", "~1")}/${upper(verb)}" => {
          class         = try(operation["x-throttle-class"], "read")
          cache_seconds = try(operation["x-cache"].seconds, 0)
        }
        if contains(local.verbs, verb) && (contains(local.own_classes, try(operation["x-throttle-class"], "read")) || can(operation["x-cache"].seconds))
      }
    ]...)
  ]...)
}

resource "aws_api_gateway_method_settings" "class" {
  #checkov:skip=CKV_AWS_225:a route is cached when its contract says so; what changes things never is

  for_each = local.classified

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = each.key

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false
    throttling_rate_limit  = var.service_levels.route_classes[each.value.class].rate_per_second
    throttling_burst_limit = var.service_levels.route_classes[each.value.class].burst

    # Only a caller whose policy allows InvalidateCache gets past an entry; any other is told that it was ignored.
    caching_enabled                            = var.cache_size != null && each.value.cache_seconds > 0
    cache_ttl_in_seconds                       = each.value.cache_seconds
    cache_data_encrypted                       = true
    require_authorization_for_cache_control    = true
    unauthorized_cache_control_header_strategy = "SUCCEED_WITH_RESPONSE_HEADER"
  }
}

resource "aws_api_gateway_usage_plan" "tier" {
  for_each = var.service_levels.tiers

  name        = "${var.name}-${each.key}"
  description = "What a consumer of tier ${each.key} may use"

  api_stages {
    api_id = aws_api_gateway_rest_api.this.id
    stage  = aws_api_gateway_stage.this.stage_name
  }

  throttle_settings {
    rate_limit  = each.value.rate_per_second
    burst_limit = each.value.burst
  }

  quota_settings {
    limit  = each.value.quota.limit
    period = each.value.quota.period
  }
}
