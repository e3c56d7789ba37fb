mock_provider "aws" {
  source          = "../../testing/mocks"
  override_during = plan
}

variables {
  name                     = "groundplan-test"
  account_id               = "123456789012"
  key_arn                  = "arn:aws:kms:eu-central-1:123456789012:key/logs"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  bucket                   = "groundplan-test-logs-123456789012"
  readers                  = ["arn:aws:iam::123456789012:role/oncall"]
}

run "brings_the_files_of_the_access_log_alone" {
  command = plan

  assert {
    condition     = one(aws_s3_bucket_notification.files.queue).filter_prefix == "access_log_lines/" && one(aws_s3_bucket_notification.files.queue).queue_arn == aws_sqs_queue.files.arn
    error_message = "S3 tells of the lines that Firehose wrote, and of no answers of Athena's."
  }

  assert {
    condition = [
      yamldecode(aws_osis_pipeline.logs.pipeline_configuration_body)["access-logs"].source.s3.sqs.queue_url,
      one(one(yamldecode(aws_osis_pipeline.logs.pipeline_configuration_body)["access-logs"].sink).opensearch.hosts),
      ] == [
      aws_sqs_queue.files.url, aws_opensearchserverless_collection.logs.collection_endpoint,
    ]
    error_message = "The pipeline leads from the queue to the collection."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.files.redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead_files.arn, maxReceiveCount = 3 }
    error_message = "A file that cannot be read is not lost."
  }
}

run "lets_each_do_one_thing" {
  command = plan

  assert {
    condition = [
      for rule in jsondecode(aws_opensearchserverless_access_policy.data.policy) : [rule.Principal, contains(flatten(rule.Rules[*].Permission), "aoss:WriteDocument"), contains(flatten(rule.Rules[*].Permission), "aoss:ReadDocument")]
    ] == [[[aws_iam_role.pipeline.arn], true, false], [["arn:aws:iam::123456789012:role/oncall"], false, true]]
    error_message = "The pipeline writes and reads nothing; people read and write no lines."
  }

  assert {
    condition     = !anytrue(flatten([for rule in jsondecode(aws_opensearchserverless_access_policy.data.policy) : [for permission in flatten(rule.Rules[*].Permission) : strcontains(permission, "*") || strcontains(permission, "Delete")]]))
    error_message = "Nobody deletes what was logged."
  }

  assert {
    condition     = [for s in data.aws_iam_policy_document.pipeline.statement : s.sid] == ["ReadLines", "DecryptLines", "HearOfFiles", "WriteDocuments", "FindTheCollection"] && one(data.aws_iam_policy_document.pipeline.statement[0].resources) == "arn:aws:s3:::groundplan-test-logs-123456789012/access_log_lines/*"
    error_message = "The role reads the access log's files and nothing else of the bucket."
  }
}

run "encrypts_and_forgets" {
  command = plan

  assert {
    condition     = jsondecode(aws_opensearchserverless_security_policy.encryption.policy).KmsARN == var.key_arn && aws_cloudwatch_log_group.pipeline.kms_key_id == var.key_arn
    error_message = "Lines are under the key of the logs wherever they are."
  }

  assert {
    condition     = one(jsondecode(aws_opensearchserverless_lifecycle_policy.retention.policy).Rules).MinIndexRetention == "14d"
    error_message = "Personal data has an end."
  }
}

run "costs_least_unless_told" {
  command = plan

  assert {
    condition     = aws_opensearchserverless_collection.logs.standby_replicas == "DISABLED" && aws_osis_pipeline.logs.min_units == 1
    error_message = "What is billed by the hour is as small as AWS has it."
  }
}

run "answers_from_another_zone_when_told" {
  command = plan

  variables { standby_replicas = true }

  assert {
    condition     = aws_opensearchserverless_collection.logs.standby_replicas == "ENABLED"
    error_message = "Who pays for standby replicas has them."
  }
}

run "rejects_a_name_that_no_pipeline_may_have" {
  command = plan

  variables { name = "groundplan-of-a-large-department" }

  expect_failures = [var.name]
}

run "rejects_a_collection_that_nobody_may_read" {
  command = plan

  variables { readers = [] }

  expect_failures = [var.readers]
}

run "rejects_a_reader_who_is_no_principal" {
  command = plan

  variables { readers = ["oncall"] }

  expect_failures = [var.readers]
}

run "rejects_part_of_a_day" {
  command = plan

  variables { keep_days = 1.5 }

  expect_failures = [var.keep_days]
}
