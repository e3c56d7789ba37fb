module "function" {
  source = "../function"

  name    = "stages"
  package = "${var.packages}/echo.zip"
  changed = var.changed
}

resource "aws_api_gateway_rest_api" "this" {
  name = "stages"
}

resource "aws_api_gateway_method" "root" {
  rest_api_id      = aws_api_gateway_rest_api.this.id
  resource_id      = aws_api_gateway_rest_api.this.root_resource_id
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = var.changed
}

resource "aws_api_gateway_integration" "root" {
  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_rest_api.this.root_resource_id
  http_method             = aws_api_gateway_method.root.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = module.function.invoke_arn
}

resource "aws_lambda_permission" "gateway" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = module.function.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*/*"
}

# The first deployment stays: the stages show it, and the canary the second one.
resource "aws_api_gateway_deployment" "first" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  description = var.changed ? "kept" : "first"

  depends_on = [aws_api_gateway_integration.root]
}

resource "aws_api_gateway_deployment" "second" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { content = filesha1("${path.module}/main.tf"), changed = var.changed }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_api_gateway_integration.root, aws_api_gateway_method.root]
}

resource "aws_api_gateway_stage" "test" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.second.id
  stage_name    = "test"
  variables     = { place = var.changed ? "tried" : "test" }
}

resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.first.id
  stage_name    = "live"
  variables     = { place = "live" }

  canary_settings {
    deployment_id            = aws_api_gateway_deployment.first.id
    percent_traffic          = var.changed ? 100 : 0
    stage_variable_overrides = { place = "canary" }
  }
}

resource "aws_api_gateway_api_key" "caller" {
  name        = "stages-caller"
  description = var.changed ? "changed" : "first"
}

resource "aws_api_gateway_usage_plan" "callers" {
  name = "stages-callers"

  api_stages {
    api_id = aws_api_gateway_rest_api.this.id
    stage  = aws_api_gateway_stage.test.stage_name
  }

  quota_settings {
    limit  = var.changed ? 2 : 20
    period = "DAY"
  }

  throttle_settings {
    burst_limit = var.changed ? 20 : 10
    rate_limit  = var.changed ? 20 : 10
  }
}

resource "aws_api_gateway_usage_plan_key" "caller" {
  key_id        = aws_api_gateway_api_key.caller.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.callers.id
}
