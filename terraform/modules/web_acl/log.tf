# WAF writes to groups and streams with this beginning and to no others.
resource "aws_cloudwatch_log_group" "this" {
  count = var.log_stream_arn == null ? 1 : 0

  name              = "aws-waf-logs-${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

# Every request, not the refused ones alone: only here is the caller's country, for the access log has no field for it.
resource "aws_wafv2_web_acl_logging_configuration" "this" {
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [try(aws_cloudwatch_log_group.this[0].arn, var.log_stream_arn)]

  # Whoever reads the log must not become the caller.
  redacted_fields {
    single_header {
      name = "authorization"
    }
  }
}

moved {
  from = aws_cloudwatch_log_group.this
  to   = aws_cloudwatch_log_group.this[0]
}
