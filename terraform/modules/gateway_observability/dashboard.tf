data "aws_region" "current" {}

locals {
  region     = data.aws_region.current.name
  stage_path = ["ApiName", var.name, "Stage", var.stage_name]

  # Title => metrics as dashboards want them: namespace, name, dimensions, how it is drawn.
  gateway_charts = {
    "Requests and errors" = [
      for metric in ["Count", "4XXError", "5XXError"] : concat(["AWS/ApiGateway", metric], local.stage_path, [{ stat = "Sum" }])
    ]
    "Latency (ms)" = [
      for stat in ["p50", "p90", "p99"] : concat(["AWS/ApiGateway", "Latency"], local.stage_path, [{ stat = stat, label = stat }])
    ]
    "Latency of the integrations (ms)" = [
      for stat in ["p50", "p90", "p99"] :
      concat(["AWS/ApiGateway", "IntegrationLatency"], local.stage_path, [{ stat = stat, label = stat }])
    ]
    "Cache hits and misses" = [
      for metric in ["CacheHitCount", "CacheMissCount"] : concat(["AWS/ApiGateway", metric], local.stage_path, [{ stat = "Sum" }])
    ]
    "Refusals" = [
      for refusal in local.refusals : [local.prefix, refusal.metric, { stat = "Sum" }]
    ]
  }

  # One line for each service.
  service_charts = {
    for title, drawn in {
      "Invocations by service"        = { metric = "Invocations", stat = "Sum" }
      "Errors by service"             = { metric = "Errors", stat = "Sum" }
      "Duration by service (ms, p99)" = { metric = "Duration", stat = "p99" }
      "Running at once, by service"   = { metric = "ConcurrentExecutions", stat = "Maximum" }
      } : title => [
      for name, service in var.services : concat(
        ["AWS/Lambda", drawn.metric, "FunctionName", service.function_name],
        ["Resource", "${service.function_name}:${service.alias_name}", { stat = drawn.stat, label = name }]
      )
    ]
  }
}

locals {
  # What its dashboard would show first, for where a service has none of its own.
  table_charts = {
    for title, drawn in {
      "Consumed capacity by table"          = ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"]
      "Throttled reads and writes by table" = ["ReadThrottleEvents", "WriteThrottleEvents"]
      } : title => [
      for pair in setproduct(keys({ for name, service in var.services : name => service if service.table_name != null }), drawn) :
      ["AWS/DynamoDB", pair[1], "TableName", var.services[pair[0]].table_name, { stat = "Sum" }]
    ]
  }
}

locals {
  charts = [
    for title, metrics in merge(local.gateway_charts, local.service_charts, local.table_charts) : {
      type   = "metric"
      width  = 8
      height = 6
      properties = {
        title   = title
        region  = local.region
        view    = "timeSeries"
        period  = 300
        metrics = metrics
      }
    } if length(metrics) > 0
  ]

  tables = [
    for name in ["top-consumers", "throttled-consumers", "errors-by-route", "slowest-routes"] : {
      type   = "log"
      width  = 12
      height = 6
      properties = {
        title  = title(replace(name, "-", " "))
        region = local.region
        view   = "table"
        query  = "SOURCE '${var.access_log_group}' | ${local.queries[name]}"
      }
    }
  ]

  alarm_arns = concat(
    module.burn_rate[*].failing_alarm_arn,
    aws_cloudwatch_metric_alarm.server_errors[*].arn,
    aws_cloudwatch_metric_alarm.latency[*].arn,
    [for alarm in aws_cloudwatch_metric_alarm.refusals : alarm.arn],
    [for alarm in aws_cloudwatch_composite_alarm.service : alarm.arn],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = "${var.name}${var.region_suffix}"
  dashboard_body = jsonencode({
    widgets = concat(
      # CloudWatch takes 100 alarms a widget, and each live service has one.
      [for arns in chunklist(local.alarm_arns, 100) : {
        type = "alarm", width = 24, height = 3, properties = { title = "Alarms", alarms = arns }
      }],
      local.charts,
      local.tables,
    )
  })
}
