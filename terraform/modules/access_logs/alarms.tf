# A line that is no row is kept and counted, and nobody looks there unasked. All tables have one alarm.
resource "aws_cloudwatch_metric_alarm" "failed_lines" {
  count = length(var.notices_topic_arns) == 0 ? 0 : 1

  alarm_name          = "${var.name}-failed-lines${var.region_suffix}"
  alarm_description   = "Log lines could not be read as their table says, and are below failed/ in the bucket of logs. ${var.runbook_url}#alarm-failed-lines"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching" # no lines, none failed
  alarm_actions       = var.notices_topic_arns
  ok_actions          = var.notices_topic_arns

  metric_query {
    id          = "failed_lines"
    label       = "Lines that are no rows"
    expression  = join(" + ", [for table in keys(local.streams) : "FILL(${table}, 0)"])
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.streams

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/Firehose"
        metric_name = "FailedConversion.Records"
        dimensions  = { DeliveryStreamName = metric_query.value }
        period      = 300
        stat        = "Sum"
      }
    }
  }
}
