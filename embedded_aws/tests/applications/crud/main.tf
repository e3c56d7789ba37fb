resource "aws_dynamodb_table" "items" {
  name         = "crud-items"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  tags         = { state = var.changed ? "changed" : "first" }

  attribute {
    name = "id"
    type = "S"
  }
}

data "aws_iam_policy_document" "table" {
  statement {
    sid       = "UseTheTable"
    actions   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"]
    resources = [aws_dynamodb_table.items.arn]
  }

  dynamic "statement" {
    for_each = var.changed ? ["DescribeTheTable"] : []

    content {
      sid       = statement.value
      actions   = ["dynamodb:DescribeTable"]
      resources = [aws_dynamodb_table.items.arn]
    }
  }
}

module "function" {
  source = "../function"

  name        = "crud"
  package     = "${var.packages}/crud.zip"
  changed     = var.changed
  environment = { TABLE = aws_dynamodb_table.items.name }
  policies    = [data.aws_iam_policy_document.table.json]
}

resource "aws_api_gateway_rest_api" "this" {
  name        = "crud"
  description = var.changed ? "changed" : "first"
}

resource "aws_api_gateway_resource" "items" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = var.changed ? "things" : "items"
}

resource "aws_api_gateway_resource" "item" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.items.id
  path_part   = "{id}"
}

locals {
  routes = {
    list   = { resource = aws_api_gateway_resource.items.id, verb = "GET" }
    create = { resource = aws_api_gateway_resource.items.id, verb = "POST" }
    read   = { resource = aws_api_gateway_resource.item.id, verb = "GET" }
    delete = { resource = aws_api_gateway_resource.item.id, verb = "DELETE" }
  }
}

resource "aws_api_gateway_method" "route" {
  for_each = local.routes

  rest_api_id        = aws_api_gateway_rest_api.this.id
  resource_id        = each.value.resource
  http_method        = each.value.verb
  authorization      = "NONE"
  request_parameters = { "method.request.querystring.limit" = var.changed }
}

resource "aws_api_gateway_integration" "route" {
  for_each = local.routes

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = each.value.resource
  http_method             = aws_api_gateway_method.route[each.key].http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = module.function.invoke_arn
  timeout_milliseconds    = var.changed ? 20000 : 29000
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
  triggers    = { content = filesha1("${path.module}/main.tf"), changed = var.changed }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_api_gateway_resource.items,
    aws_api_gateway_method.route,
    aws_api_gateway_integration.route,
  ]
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = "v1"
  description   = var.changed ? "changed" : "first"
  variables     = { release = var.changed ? "two" : "one" }
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    throttling_burst_limit = var.changed ? 200 : 100
    throttling_rate_limit  = var.changed ? 400 : 200
  }
}
