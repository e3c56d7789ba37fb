# One block, because what is refused of contracts must stop the API that would be made of them.
resource "aws_api_gateway_rest_api" "this" {
  name                     = var.name
  description              = "All services behind one gateway"
  body                     = local.body
  minimum_compression_size = 1024

  # With a domain of its own the API answers there alone: what the domain asks of callers cannot be walked around.
  disable_execute_api_endpoint = !var.default_endpoint_enabled

  endpoint_configuration {
    types = [var.endpoint_type]
  }

  lifecycle {
    precondition {
      condition     = length(local.broken) == 0
      error_message = "The live contract of ${join(", ", local.broken)} is broken; deploy the service again, or roll it back."
    }

    precondition {
      condition     = length(local.foreign_paths) == 0
      error_message = "A service may only own paths under its own name, not ${join(", ", local.foreign_paths)}."
    }

    precondition {
      condition     = !contains(keys(var.contracts), "health")
      error_message = "The gateway itself answers /health; give the service another name."
    }

    precondition {
      condition     = length(local.two_names) == 0
      error_message = "API Gateway allows one name for a path parameter: ${join(", ", local.two_names)}; use the same one everywhere."
    }

    precondition {
      condition     = length(local.unknown_classes) == 0
      error_message = "shared/throttling.json has no route class ${join(", ", local.unknown_classes)}; add it, or use ${join(" or ", keys(var.service_levels.route_classes))}."
    }

    precondition {
      condition     = length(local.unmetered) == 0
      error_message = "No usage plan would hold for ${join(", ", local.unmetered)}: its callers are authorized, but no key is asked for. Give its security both schemes, authorizer and api_key."
    }

    precondition {
      condition     = length(local.twice_schemas) == 0
      error_message = "More than one contract has the schemas ${join(", ", local.twice_schemas)}; publish them anew with `make contracts`."
    }

    precondition {
      condition     = length(local.resources) <= var.resource_quota
      error_message = "${length(local.resources)} resources are more than the quota of ${var.resource_quota} per API. Have AWS raise \"Resources per API\" and set resource_quota, or move services to a second API."
    }
  }
}

# A deployment is a copy of the whole API: exactly one, made anew when the document changes.
resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { body = sha256(local.body) }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/${var.product}/${var.environment_name}/gateway/access"
  retention_in_days = coalesce(var.access_log_days, var.log_retention_days)
  kms_key_id        = var.log_key_arn

  lifecycle {
    precondition {
      condition     = length(setsubtract(var.access_log_omits, local.access_log_spares)) == 0
      error_message = "logs.access_omits leaves out ${join(", ", setsubtract(var.access_log_omits, local.access_log_spares))}, which metric filters and saved queries read; only ${join(", ", local.access_log_spares)} can be left out."
    }
  }
}

# API Gateway would make this group itself, without an end and without a key.
resource "aws_cloudwatch_log_group" "execution" {
  name              = "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.this.id}/${var.stage_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

resource "aws_api_gateway_stage" "this" {
  #checkov:skip=CKV2_AWS_29:the gateway root associates module web_acl with this stage, which a plan's graph does not show
  #checkov:skip=CKV2_AWS_51:functions and tables check the gateway's IAM rights; client certificates are for HTTP backends

  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = var.stage_name

  cache_cluster_enabled = var.cache_size != null
  cache_cluster_size    = var.cache_size
  xray_tracing_enabled  = var.tracing

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = local.access_log_format
  }

  # No route goes live before its function may be called.
  depends_on = [aws_cloudwatch_log_group.execution, aws_lambda_permission.service, aws_lambda_permission.authorizer]
}

# One permission per function, however many routes it has.
resource "aws_lambda_permission" "service" {
  for_each = var.functions

  statement_id  = "AllowSharedGateway"
  action        = "lambda:InvokeFunction"
  function_name = each.value.function_name
  qualifier     = each.value.alias_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*/*/${each.key}*"
}

resource "aws_lambda_permission" "authorizer" {
  statement_id  = "AllowSharedGateway"
  action        = "lambda:InvokeFunction"
  function_name = var.authorizer.function_name
  qualifier     = var.authorizer.alias_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/authorizers/*"
}
