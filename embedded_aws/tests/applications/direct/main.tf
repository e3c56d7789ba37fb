resource "aws_dynamodb_table" "notes" {
  name         = "direct-notes"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_sqs_queue" "work" {
  name                      = "direct-work"
  message_retention_seconds = var.changed ? 7200 : 3600
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

data "aws_iam_policy_document" "gateway" {
  statement {
    sid       = "UseTheTable"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [aws_dynamodb_table.notes.arn]
  }

  statement {
    sid       = "SendWork"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.work.arn]
  }
}

resource "aws_iam_role" "gateway" {
  name               = "direct-gateway"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "gateway" {
  name   = "gateway"
  role   = aws_iam_role.gateway.id
  policy = data.aws_iam_policy_document.gateway.json
}

data "aws_region" "here" {}

data "aws_caller_identity" "me" {}

resource "aws_api_gateway_rest_api" "this" {
  name = "direct"
}

resource "aws_api_gateway_resource" "notes" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "notes"
}

resource "aws_api_gateway_resource" "note" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.notes.id
  path_part   = "{id}"
}

resource "aws_api_gateway_resource" "work" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "work"
}

locals {
  aws = "arn:aws:apigateway:${data.aws_region.here.name}"
  text = {
    write = jsonencode({
      TableName = aws_dynamodb_table.notes.name
      Item      = { id = { S = "$input.path('$.id')" }, text = { S = "$input.path('$.text')" } }
    })
    read = jsonencode({
      TableName = aws_dynamodb_table.notes.name
      Key       = { id = { S = "$input.params('id')" } }
    })
  }
}

locals {
  routes = {
    write = {
      resource = aws_api_gateway_resource.notes.id, verb = "POST"
      uri      = "${local.aws}:dynamodb:action/PutItem"
      headers  = {}
      request  = local.text.write
      response = "{\"state\": \"${var.changed ? "changed" : "first"}\"}"
    }
    read = {
      resource = aws_api_gateway_resource.note.id, verb = "GET"
      uri      = "${local.aws}:dynamodb:action/GetItem"
      headers  = {}
      request  = local.text.read
      response = <<-EOT
        #set($item = $input.path('$.Item'))
        #if("$item" == "")#set($context.responseOverride.status = 404){"message": "no such note"}#else
        {"id": "$item.id.S", "text": "$item.text.S"}#end
      EOT
    }
    send = {
      resource = aws_api_gateway_resource.work.id, verb = "POST"
      uri      = "${local.aws}:sqs:path/${data.aws_caller_identity.me.account_id}/${aws_sqs_queue.work.name}"
      headers = {
        "integration.request.header.Content-Type" = "'application/x-www-form-urlencoded'"
      }
      request  = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"
      response = "{\"sent\": \"${var.changed ? "changed" : "first"}\"}"
    }
  }
}

resource "aws_api_gateway_method" "route" {
  for_each = local.routes

  rest_api_id        = aws_api_gateway_rest_api.this.id
  resource_id        = each.value.resource
  http_method        = each.value.verb
  authorization      = "NONE"
  request_parameters = each.key == "read" ? { "method.request.path.id" = true } : {}
}

resource "aws_api_gateway_integration" "route" {
  for_each = local.routes

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = each.value.resource
  http_method             = aws_api_gateway_method.route[each.key].http_method
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = each.value.uri
  credentials             = aws_iam_role.gateway.arn
  passthrough_behavior    = "NEVER"
  timeout_milliseconds    = var.changed ? 20000 : 29000
  request_parameters      = each.value.headers
  request_templates       = { "application/json" = each.value.request }
}

resource "aws_api_gateway_method_response" "ok" {
  for_each = local.routes

  rest_api_id     = aws_api_gateway_rest_api.this.id
  resource_id     = each.value.resource
  http_method     = aws_api_gateway_method.route[each.key].http_method
  status_code     = "200"
  response_models = { "application/json" = var.changed ? "Error" : "Empty" }
}

resource "aws_api_gateway_integration_response" "ok" {
  for_each = local.routes

  rest_api_id        = aws_api_gateway_rest_api.this.id
  resource_id        = each.value.resource
  http_method        = aws_api_gateway_method.route[each.key].http_method
  status_code        = aws_api_gateway_method_response.ok[each.key].status_code
  response_templates = { "application/json" = each.value.response }

  depends_on = [aws_api_gateway_integration.route]
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { content = filesha1("${path.module}/main.tf"), changed = var.changed }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_api_gateway_integration.route,
    aws_api_gateway_method_response.ok,
    aws_api_gateway_integration_response.ok,
  ]
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = "v1"
}
