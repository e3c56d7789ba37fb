# From log groups to answers: a subscription puts lines into a stream, Firehose writes them as Parquet, by the day and hour
# at which they came, and Athena reads them as the tables of tables.tf. What is idle here costs nothing. The web ACL's lines
# stay the JSON that they are: each is a record of its own, for which Firehose takes its prices of 5 KB.
data "aws_region" "current" {}

locals {
  folder   = "${path.module}/../../../analytics"
  region   = data.aws_region.current.name
  database = replace(var.name, "-", "_")
  tables   = jsondecode(file("${local.folder}/columns.json"))

  subscriber = "${var.name}-log-subscriptions${var.region_suffix}"

  # Each table has a stream: access_log_lines, from <product>-dev-access-log-lines. AWS WAF puts its lines into a stream
  # itself, for a fifth of what CloudWatch Logs takes for them, and only into one whose name begins so.
  direct  = { web_acl_log_lines = "aws-waf-logs-" }
  streams = { for table in keys(local.tables) : table => "${lookup(local.direct, table, "")}${var.name}-${replace(table, "_", "-")}" }
}

# One block, because Firehose takes all that it does to a record as parts of the stream. A record that cannot be read as its
# table says is written under failed/, with the reason, and counted in AWS/Firehose.
resource "aws_kinesis_firehose_delivery_stream" "lines" {
  #checkov:skip=CKV_AWS_241:what waits for minutes is encrypted with AWS's own key; the objects have the environment's

  for_each = local.streams

  name        = each.value
  destination = "extended_s3"

  server_side_encryption {
    enabled = true
  }

  extended_s3_configuration {
    role_arn            = aws_iam_role.delivery.arn
    bucket_arn          = aws_s3_bucket.logs.arn
    prefix              = "${each.key}/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/"
    error_output_prefix = "failed/${each.key}/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/"

    # Few large files are what Athena reads best; a line waits for five minutes at most.
    buffering_interval = 300
    buffering_size     = 128
    compression_format = contains(keys(local.direct), each.key) ? "GZIP" : "UNCOMPRESSED"

    # A subscription's record is an envelope with many lines.
    dynamic "processing_configuration" {
      for_each = contains(keys(local.direct), each.key) ? [] : ["envelopes"]

      content {
        enabled = true

        processors {
          type = "Decompression"

          parameters {
            parameter_name  = "CompressionFormat"
            parameter_value = "GZIP"
          }
        }

        processors {
          type = "CloudWatchLogProcessing"

          parameters {
            parameter_name  = "DataMessageExtraction"
            parameter_value = "true"
          }
        }
      }
    }

    dynamic "data_format_conversion_configuration" {
      for_each = contains(keys(local.direct), each.key) ? [] : [aws_glue_catalog_table.lines[each.key].name]

      content {
        input_format_configuration {
          deserializer {
            open_x_json_ser_de {}
          }
        }

        output_format_configuration {
          serializer {
            parquet_ser_de {}
          }
        }

        schema_configuration {
          database_name = aws_glue_catalog_database.this.name
          table_name    = data_format_conversion_configuration.value
          role_arn      = aws_iam_role.delivery.arn
          region        = local.region
        }
      }
    }
  }

  # Firehose asks at once whether it may.
  depends_on = [aws_iam_role_policy.delivery]
}
