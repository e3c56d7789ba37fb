locals {
  known_operations = [
    "BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem",
    "TransactWriteItems",
  ]

  # Transactions need no action of their own: whoever may put an item may put it in one. Our code reads in none
  # (shared/tables.py), and each metric is paid for.
  actions      = [for action in try(var.table.actions, []) : trimprefix(action, "dynamodb:")]
  transactions = length(setintersection(local.actions, ["PutItem", "UpdateItem", "DeleteItem"])) > 0 ? ["TransactWriteItems"] : []
  operations   = sort(setintersection(concat(local.actions, local.transactions), local.known_operations))

  table_throttles = { reads = "ReadThrottleEvents", writes = "WriteThrottleEvents" }
}

# An on-demand table throttles when one key is hot, or when traffic more than doubles within half an hour.
resource "aws_cloudwatch_metric_alarm" "table_throttles" {
  count = local.notified && var.table != null ? 1 : 0

  alarm_name          = "${var.name}-table-throttles"
  alarm_description   = "DynamoDB throttled reads or writes of ${var.table.name}. ${var.runbook_url}#alarm-table-throttles"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching" # DynamoDB sends the metric only when it throttles
  alarm_actions       = local.notices
  ok_actions          = local.notices

  metric_query {
    id          = "throttles"
    label       = "Throttled reads and writes"
    expression  = "FILL(reads, 0) + FILL(writes, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.table_throttles

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = metric_query.value
        dimensions  = { TableName = var.table.name }
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

# DynamoDB measures its own failures by operation only: one metric for each that the code may call.
# One block, because CloudWatch takes the metrics of a sum as parts of the alarm.
resource "aws_cloudwatch_metric_alarm" "table_errors" {
  count = local.notified && var.table != null ? 1 : 0

  alarm_name          = "${var.name}-table-errors"
  alarm_description   = "DynamoDB failed on ${var.table.name} by no fault of ours. ${var.runbook_url}#alarm-table-errors"
  evaluation_periods  = 3
  datapoints_to_alarm = 2 # the SDK retries a single failure away
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching" # DynamoDB sends the metric only when it fails
  alarm_actions       = local.notices
  ok_actions          = local.notices

  metric_query {
    id          = "errors"
    label       = "Failures of DynamoDB"
    expression  = join(" + ", [for operation in local.operations : "FILL(${lower(operation)}, 0)"])
    return_data = true
  }

  dynamic "metric_query" {
    for_each = toset(local.operations)

    content {
      id = lower(metric_query.value)

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = "SystemErrors"
        dimensions  = { TableName = var.table.name, Operation = metric_query.value }
        period      = 300
        stat        = "Sum"
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(local.operations) > 0
      error_message = "DynamoDB measures none of ${join(", ", var.table.actions)}; name what the code reads or writes by, such as dynamodb:Query."
    }
  }
}
