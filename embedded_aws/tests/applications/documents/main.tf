module "function" {
  source = "../function"

  name    = "documents-${var.format}"
  package = "${var.packages}/echo.zip"
  changed = var.changed
}

locals {
  body = templatefile("${path.module}/${var.format}.yaml", {
    uri     = module.function.invoke_arn
    changed = var.changed
  })
}

resource "aws_api_gateway_rest_api" "this" {
  name             = "documents-${var.format}"
  body             = local.body
  fail_on_warnings = true
}

resource "aws_lambda_permission" "gateway" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = module.function.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*/*"
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { body = sha1(local.body) }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = "v1"
}
