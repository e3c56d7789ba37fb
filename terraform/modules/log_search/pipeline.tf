# S3 tells the queue of each new file; the pipeline reads it, and a file that it cannot read three times stays visible as a
# message in the queue of dead letters.
resource "aws_sqs_queue" "dead_files" {
  name                      = "${var.name}-search-dead-files"
  message_retention_seconds = 1209600 # two weeks, the longest there is
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "files" {
  name                       = "${var.name}-search-files"
  visibility_timeout_seconds = 600 # a file of 128 MB is read within it
  message_retention_seconds  = 1209600
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_files.arn, maxReceiveCount = 3 })
}

data "aws_iam_policy_document" "files" {
  statement {
    sid       = "LetTheBucketTellOfFiles"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.files.arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["arn:aws:s3:::${var.bucket}"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_sqs_queue_policy" "files" {
  queue_url = aws_sqs_queue.files.url
  policy    = data.aws_iam_policy_document.files.json
}

resource "aws_s3_bucket_notification" "files" {
  bucket = var.bucket

  queue {
    queue_arn     = aws_sqs_queue.files.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "${local.table}/"
  }

  depends_on = [aws_sqs_queue_policy.files]
}

resource "aws_cloudwatch_log_group" "pipeline" {
  name              = "/aws/vendedlogs/${var.name}-search"
  retention_in_days = 30
  kms_key_id        = var.key_arn
}

# One unit is what is billed at least, by the hour.
resource "aws_osis_pipeline" "logs" {
  pipeline_name = "${var.name}-logs"
  min_units     = 1
  max_units     = 2

  pipeline_configuration_body = templatefile("${path.module}/pipeline.yaml.tftpl", {
    endpoint = aws_opensearchserverless_collection.logs.collection_endpoint
    index    = local.index
    queue    = aws_sqs_queue.files.url
    region   = local.region
    role     = aws_iam_role.pipeline.arn
  })

  log_publishing_options {
    is_logging_enabled = true

    cloudwatch_log_destination {
      log_group = aws_cloudwatch_log_group.pipeline.name
    }
  }

  depends_on = [aws_iam_role_policy.pipeline, aws_opensearchserverless_access_policy.data]
}
