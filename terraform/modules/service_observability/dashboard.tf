data "aws_region" "current" {}

locals {
  region = data.aws_region.current.name

  # A metric as dashboards want it: namespace, name, then dimensions, then how it is drawn.
  alias_path = ["FunctionName", var.name, "Resource", "${var.name}:${var.function.alias_name}"]
  function_charts = {
    "Invocations, errors and throttles" = [
      for metric in ["Invocations", "Errors", "Throttles"] :
      concat(["AWS/Lambda", metric], local.alias_path, [{ stat = "Sum" }])
    ]
    "Duration (ms)" = [
      for stat in ["p50", "p99", "Maximum"] :
      concat(["AWS/Lambda", "Duration"], local.alias_path, [{ stat = stat, label = stat }])
    ]
    "Running at once" = [
      concat(["AWS/Lambda", "ConcurrentExecutions"], local.alias_path, [{ stat = "Maximum" }])
    ]
  }

  table_charts = { for table in var.table[*] : table.name => {
    "Consumed capacity" = [
      for metric in ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"] :
      ["AWS/DynamoDB", metric, "TableName", table.name, { stat = "Sum" }]
    ]
    "Throttled reads and writes" = [
      for metric in values(local.table_throttles) : ["AWS/DynamoDB", metric, "TableName", table.name, { stat = "Sum" }]
    ]
    "Latency of the table (ms, p99)" = [
      for operation in local.operations :
      ["AWS/DynamoDB", "SuccessfulRequestLatency", "TableName", table.name, "Operation", operation, { stat = "p99", label = operation }]
    ]
  } }
}

locals {
  charts = [
    for title, metrics in merge(local.function_charts, values(local.table_charts)...) : {
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
    }
  ]

  tables = [
    for name, query in local.queries : {
      type   = "log"
      width  = 12
      height = 6
      properties = {
        title  = title(replace(name, "-", " "))
        region = local.region
        view   = "table"
        query  = "SOURCE '${var.function.log_group_name}' | ${query}"
      }
    }
  ]

  alarm_arns = concat(
    module.burn_rate[*].failing_alarm_arn,
    aws_cloudwatch_metric_alarm.function_errors[*].arn,
    aws_cloudwatch_metric_alarm.function_near_timeout[*].arn,
    aws_cloudwatch_metric_alarm.function_throttles[*].arn,
    aws_cloudwatch_metric_alarm.dead_letters[*].arn,
    aws_cloudwatch_metric_alarm.table_throttles[*].arn,
    aws_cloudwatch_metric_alarm.table_errors[*].arn,
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.dashboard ? 1 : 0

  dashboard_name = "${var.name}${var.region_suffix}"
  dashboard_body = jsonencode({
    widgets = concat(
      [for arns in [local.alarm_arns] : {
        type = "alarm", width = 24, height = 3, properties = { title = "Alarms", alarms = arns }
      } if length(arns) > 0],
      local.charts,
      local.tables,
    )
  })
}
