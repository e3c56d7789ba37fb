module "authorizer" {
  source = "../function"

  name    = "lambda-authorizer"
  package = "${var.packages}/authorizer.zip"
  changed = var.changed
}

module "backend" {
  source = "../function"

  name    = "lambda-authorizer-backend"
  package = "${var.packages}/echo.zip"
  changed = var.changed
}

data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "LetTheGatewayAssume"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "invoke" {
  statement {
    sid       = "InvokeBoth"
    actions   = ["lambda:InvokeFunction"]
    resources = [module.authorizer.arn, module.backend.arn]
  }
}

# No function permits the gateway: the role's policy suffices.
resource "aws_iam_role" "gateway" {
  name               = "lambda-authorizer-gateway"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "invoke" {
  name   = "invoke"
  role   = aws_iam_role.gateway.id
  policy = data.aws_iam_policy_document.invoke.json
}

resource "aws_api_gateway_rest_api" "this" {
  name = "lambda-authorizer"
}

resource "aws_api_gateway_authorizer" "token" {
  name                             = var.changed ? "changed" : "first"
  rest_api_id                      = aws_api_gateway_rest_api.this.id
  type                             = "TOKEN"
  authorizer_uri                   = module.authorizer.invoke_arn
  authorizer_credentials           = aws_iam_role.gateway.arn
  identity_source                  = "method.request.header.${var.changed ? "X-Token" : "Authorization"}"
  authorizer_result_ttl_in_seconds = 0
}

resource "aws_api_gateway_gateway_response" "denied" {
  rest_api_id        = aws_api_gateway_rest_api.this.id
  response_type      = "ACCESS_DENIED"
  status_code        = "403"
  response_templates = { "application/json" = "{\"refused\": \"${var.changed ? "again" : "once"}\"}" }
}

resource "aws_api_gateway_method" "root" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = aws_api_gateway_rest_api.this.root_resource_id
  http_method   = "GET"
  authorization = "CUSTOM"
  authorizer_id = aws_api_gateway_authorizer.token.id
}

resource "aws_api_gateway_integration" "root" {
  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_rest_api.this.root_resource_id
  http_method             = aws_api_gateway_method.root.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = module.backend.invoke_arn
  credentials             = aws_iam_role.gateway.arn
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { content = filesha1("${path.module}/main.tf"), changed = var.changed }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_api_gateway_authorizer.token,
    aws_api_gateway_gateway_response.denied,
    aws_api_gateway_integration.root,
  ]
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = "v1"
}
