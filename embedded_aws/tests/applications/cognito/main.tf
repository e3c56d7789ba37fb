resource "aws_cognito_user_pool" "people" {
  name = "applications"

  password_policy {
    minimum_length = var.changed ? 10 : 8
  }
}

resource "aws_cognito_user_pool_client" "web" {
  name                  = "web"
  user_pool_id          = aws_cognito_user_pool.people.id
  explicit_auth_flows   = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  access_token_validity = var.changed ? 10 : 5

  token_validity_units {
    access_token = "minutes"
  }
}

resource "aws_acm_certificate" "domains" {
  domain_name       = "*.shop.example.com"
  validation_method = "DNS"
}

resource "aws_cognito_user_pool_domain" "sign_in" {
  domain          = "auth.shop.example.com"
  user_pool_id    = aws_cognito_user_pool.people.id
  certificate_arn = aws_acm_certificate.domains.arn
}

resource "aws_api_gateway_rest_api" "this" {
  name = "cognito"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_authorizer" "people" {
  name            = "people"
  rest_api_id     = aws_api_gateway_rest_api.this.id
  type            = "COGNITO_USER_POOLS"
  provider_arns   = [aws_cognito_user_pool.people.arn]
  identity_source = "method.request.header.${var.changed ? "X-Token" : "Authorization"}"
}

resource "aws_api_gateway_method" "root" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = aws_api_gateway_rest_api.this.root_resource_id
  http_method   = "GET"
  authorization = "COGNITO_USER_POOLS"
  authorizer_id = aws_api_gateway_authorizer.people.id
}

resource "aws_api_gateway_integration" "root" {
  rest_api_id       = aws_api_gateway_rest_api.this.id
  resource_id       = aws_api_gateway_rest_api.this.root_resource_id
  http_method       = aws_api_gateway_method.root.http_method
  type              = "MOCK"
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
}

resource "aws_api_gateway_method_response" "ok" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  resource_id = aws_api_gateway_rest_api.this.root_resource_id
  http_method = aws_api_gateway_method.root.http_method
  status_code = "200"
}

resource "aws_api_gateway_integration_response" "ok" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  resource_id = aws_api_gateway_rest_api.this.root_resource_id
  http_method = aws_api_gateway_method.root.http_method
  status_code = aws_api_gateway_method_response.ok.status_code
  response_templates = {
    "application/json" = "{\"email\": \"$context.authorizer.claims.email\"}"
  }

  depends_on = [aws_api_gateway_integration.root]
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { content = filesha1("${path.module}/main.tf"), changed = var.changed }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_api_gateway_authorizer.people,
    aws_api_gateway_integration.root,
    aws_api_gateway_integration_response.ok,
  ]
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = "live"
}

resource "aws_api_gateway_domain_name" "this" {
  domain_name              = "api.shop.example.com"
  regional_certificate_arn = aws_acm_certificate.domains.arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "this" {
  api_id      = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  domain_name = aws_api_gateway_domain_name.this.domain_name
  base_path   = var.changed ? "second" : "first"
}
