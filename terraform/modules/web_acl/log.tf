# WAF writes to groups with this beginning and to no others.
resource "aws_cloudwatch_log_group" "this" {
  name              = "aws-waf-logs-${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

# Only here is the caller's country, for the access log has no field for it: where lines of what is let through are left
# out, that of refused callers alone.
resource "aws_wafv2_web_acl_logging_configuration" "this" {
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.this.arn]

  dynamic "logging_filter" {
    for_each = var.logs_allowed ? [] : [["BLOCK", "COUNT"]]

    content {
      default_behavior = "DROP"

      filter {
        behavior    = "KEEP"
        requirement = "MEETS_ANY"

        dynamic "condition" {
          for_each = logging_filter.value

          content {
            action_condition {
              action = condition.value
            }
          }
        }
      }
    }
  }

  # Whoever reads the log must not become the caller.
  redacted_fields {
    single_header {
      name = "authorization"
    }
  }
}
