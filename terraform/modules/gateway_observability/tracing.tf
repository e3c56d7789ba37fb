# The gateway decides which requests are followed: the first of each second, and a share of the rest.
resource "aws_xray_sampling_rule" "this" {
  count = var.tracing ? 1 : 0

  rule_name      = var.name
  priority       = 1000
  version        = 1
  reservoir_size = var.traces.per_second
  fixed_rate     = var.traces.share
  service_name   = "${var.name}/${var.stage_name}"
  service_type   = "AWS::ApiGateway::Stage"
  host           = "*"
  http_method    = "*"
  url_path       = "*"
  resource_arn   = "*"
}

# The traces worth opening: failed and slow requests.
resource "aws_xray_group" "this" {
  count = var.tracing ? 1 : 0

  group_name        = var.name
  filter_expression = "service(\"${var.name}/${var.stage_name}\") { fault = true OR responsetime > ${var.latency_p99_ms / 1000} }"

  # Insights are paid for by the trace, and the alarms tell the same.
  insights_configuration {
    insights_enabled      = false
    notifications_enabled = false
  }
}
