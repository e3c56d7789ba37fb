mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name                     = "groundplan-test"
  account_id               = "123456789012"
  key_arn                  = "arn:aws:kms:eu-central-1:123456789012:key/logs"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  protect_data             = true
}

run "writes_each_kind_of_line_by_day_and_hour_and_keeps_what_fails" {
  command = plan

  assert {
    condition = {
      for table, stream in aws_kinesis_firehose_delivery_stream.lines :
      table => [stream.name, one(stream.extended_s3_configuration).prefix, one(stream.extended_s3_configuration).error_output_prefix]
      } == {
      for table, name in { access_log_lines = "access-log-lines", function_log_lines = "function-log-lines", web_acl_log_lines = "web-acl-log-lines" } :
      table => ["${table == "web_acl_log_lines" ? "aws-waf-logs-" : ""}groundplan-test-${name}", "${table}/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/", "failed/${table}/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/"]
    }
    error_message = "A line is where its table looks for it, and one that cannot be read is beside it."
  }

  assert {
    condition = alltrue([
      for stream in aws_kinesis_firehose_delivery_stream.lines :
      join(" ", flatten([for processing in one(stream.extended_s3_configuration).processing_configuration : processing.processors[*].type])) ==
      (startswith(stream.name, "aws-waf-logs-") ? "" : "Decompression CloudWatchLogProcessing")
    ])
    error_message = "Messages are taken out of the envelopes of CloudWatch Logs; AWS WAF sends none."
  }

  assert {
    condition = {
      for table, stream in aws_kinesis_firehose_delivery_stream.lines : table => [
        one(stream.extended_s3_configuration).compression_format,
        length(one(stream.extended_s3_configuration).data_format_conversion_configuration),
        one(one(aws_glue_catalog_table.lines[table].storage_descriptor).ser_de_info).serialization_library,
      ]
      } == {
      access_log_lines   = ["UNCOMPRESSED", 1, "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"]
      function_log_lines = ["UNCOMPRESSED", 1, "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"]
      web_acl_log_lines  = ["GZIP", 0, "org.openx.data.jsonserde.JsonSerDe"]
    }
    error_message = "Parquet is paid for by the record, and a record of the web ACL's has one line: these stay JSON, and are read as such."
  }

  assert {
    condition = alltrue([
      for stream in aws_kinesis_firehose_delivery_stream.lines :
      one(stream.server_side_encryption).enabled && one(stream.extended_s3_configuration).buffering_size >= 64
    ])
    error_message = "What waits is encrypted, and files are large enough for Parquet."
  }
}

run "reads_strings_by_day_and_hour_without_a_crawler" {
  command = plan

  assert {
    condition     = alltrue(flatten([for table in aws_glue_catalog_table.lines : [for column in one(table.storage_descriptor).columns : column.type == "string"]]))
    error_message = "No odd value of a line fails it: views cast."
  }

  assert {
    condition = aws_glue_catalog_table.lines["access_log_lines"].parameters["storage.location.template"] == join("", [
      "s3://${aws_s3_bucket.logs.bucket}/access_log_lines/day=", "$", "{day}/hour=", "$", "{hour}/",
    ]) && aws_glue_catalog_table.lines["access_log_lines"].parameters["projection.day.range"] == "NOW-400DAYS,NOW"
    error_message = "Athena finds the folders that Firehose writes, as far back as they are kept."
  }

  assert {
    condition     = jsondecode(base64decode(split(" ", aws_glue_catalog_table.view["access_logs"].view_original_text)[3])).schema == "groundplan_test"
    error_message = "A view is stored in Athena's own form, in the environment's database."
  }
}

run "limits_what_a_question_reads_and_encrypts_its_answer" {
  command = plan

  variables { scan_limit_gb = 2 }

  assert {
    condition     = one(aws_athena_workgroup.this.configuration).bytes_scanned_cutoff_per_query == 2147483648 && one(aws_athena_workgroup.this.configuration).enforce_workgroup_configuration
    error_message = "Nobody reads more by a mistake, whatever the client says."
  }

  assert {
    condition     = one(one(one(aws_athena_workgroup.this.configuration).result_configuration).encryption_configuration).kms_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/logs"
    error_message = "Answers are as personal as the lines."
  }

  assert {
    condition     = !aws_s3_bucket.logs.force_destroy && !aws_athena_workgroup.this.force_destroy && module.protection.encryption == "aws:kms"
    error_message = "Logs outlive a mistake, under the environment's key."
  }
}

run "says_which_columns_are_empty" {
  command = plan

  variables { left_out = ["trace_id"] }

  assert {
    condition = [
      for column in one(aws_glue_catalog_table.lines["access_log_lines"].storage_descriptor).columns : column.name if coalesce(column.comment, "-") != "-"
    ] == ["trace_id"]
    error_message = "Whoever asks for what is not logged sees why there is nothing."
  }
}

run "forgets_logs_in_time_and_answers_after_a_week" {
  command = plan

  assert {
    condition = [for rule in aws_s3_bucket_lifecycle_configuration.logs[0].rule : [rule.id, one(rule.expiration).days]] == [
      ["forget-logs", 400], ["forget-results", 7]
    ]
    error_message = "Personal data has an end."
  }
}

run "keeps_logs_for_ever_when_told" {
  command = plan

  variables { keep_days = 0 }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.logs) == 0 && aws_glue_catalog_table.lines["access_log_lines"].parameters["projection.day.range"] == "2026-01-01,NOW"
    error_message = "What is kept for ever is found for ever."
  }
}

run "lets_each_role_do_one_thing" {
  command = plan

  assert {
    condition     = sort(flatten([for s in data.aws_iam_policy_document.subscriptions.statement : s.actions])) == tolist(["firehose:PutRecord", "firehose:PutRecordBatch"])
    error_message = "Subscriptions put lines, and nothing else."
  }

  assert {
    condition     = [for s in data.aws_iam_policy_document.delivery.statement : s.sid] == ["WriteLines", "FindTheBucket", "EncryptLines", "ReadColumns"]
    error_message = "Firehose writes lines by their columns, and reads none."
  }

  assert {
    condition = output.delivery == {
      role_arn = "arn:aws:iam::123456789012:role/groundplan-test-log-subscriptions"
      streams = {
        for table, name in { access_log_lines = "groundplan-test-access-log-lines", function_log_lines = "groundplan-test-function-log-lines", web_acl_log_lines = "aws-waf-logs-groundplan-test-web-acl-log-lines" } :
        table => "arn:aws:firehose:eu-central-1:123456789012:deliverystream/${name}"
      }
      } && aws_iam_role.subscriptions.name == "groundplan-test-log-subscriptions" && alltrue([
        for table, stream in aws_kinesis_firehose_delivery_stream.lines : endswith(output.delivery.streams[table], "/${stream.name}")
    ])
    error_message = "Who subscribes finds the streams and the role by the names that they have."
  }
}

run "tells_of_lines_that_are_no_rows_whatever_their_table" {
  command = plan

  variables { notices_topic_arns = ["arn:aws:sns:eu-central-1:123456789012:notices"] }

  assert {
    condition = {
      for query in aws_cloudwatch_metric_alarm.failed_lines[0].metric_query : query.id => one(query.metric).dimensions.DeliveryStreamName
      if length(query.metric) > 0
    } == { for table, stream in aws_kinesis_firehose_delivery_stream.lines : table => stream.name }
    error_message = "No table's failures are left out."
  }

  assert {
    condition     = alltrue([for table in keys(aws_kinesis_firehose_delivery_stream.lines) : strcontains(join(" ", [for query in aws_cloudwatch_metric_alarm.failed_lines[0].metric_query : coalesce(query.expression, "-")]), "FILL(${table}, 0)")])
    error_message = "A table without a line counts as none failed."
  }
}

run "has_no_alarm_where_nobody_looks" {
  command = plan

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.failed_lines) == 0
    error_message = "An alarm that nobody gets costs money for nothing."
  }
}

run "rejects_a_name_that_firehose_does_not_take" {
  command = plan

  variables { name = "Groundplan" }

  expect_failures = [var.name]
}

run "rejects_part_of_a_day" {
  command = plan

  variables { keep_days = 1.5 }

  expect_failures = [var.keep_days]
}

run "rejects_a_limit_that_athena_does_not_know" {
  command = plan

  variables { scan_limit_gb = 0.001 }

  expect_failures = [var.scan_limit_gb]
}
