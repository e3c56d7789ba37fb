data "aws_iam_policy_document" "assumed_by_firehose" {
  statement {
    sid     = "LetFirehoseDeliver"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["firehose.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "delivery" {
  name                 = "${var.name}-log-delivery${var.region_suffix}"
  description          = "Writes log lines to S3"
  assume_role_policy   = data.aws_iam_policy_document.assumed_by_firehose.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "delivery" {
  statement {
    sid       = "WriteLines"
    actions   = ["s3:AbortMultipartUpload", "s3:PutObject"]
    resources = [for folder in concat(keys(local.tables), ["failed"]) : "${aws_s3_bucket.logs.arn}/${folder}/*"]
  }

  statement {
    sid       = "FindTheBucket"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [aws_s3_bucket.logs.arn]
  }

  statement {
    sid       = "EncryptLines"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.region}.amazonaws.com"]
    }
  }

  # Glue asks for the right to the account's one list of databases too.
  statement {
    sid     = "ReadColumns"
    actions = ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"]
    resources = [
      "arn:aws:glue:${local.region}:${var.account_id}:cata*",
      aws_glue_catalog_database.this.arn,
      "arn:aws:glue:${local.region}:${var.account_id}:table/${local.database}/*",
    ]
  }
}

resource "aws_iam_role_policy" "delivery" {
  name   = "delivery"
  role   = aws_iam_role.delivery.id
  policy = data.aws_iam_policy_document.delivery.json
}

# Subscriptions are the gateway root's, which knows the log groups.
data "aws_iam_policy_document" "assumed_by_logs" {
  statement {
    sid     = "LetSubscriptionsPutLines"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["logs.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:logs:${local.region}:${var.account_id}:*"]
    }
  }
}

resource "aws_iam_role" "subscriptions" {
  name                 = local.subscriber
  description          = "Puts subscribed log lines into streams"
  assume_role_policy   = data.aws_iam_policy_document.assumed_by_logs.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "subscriptions" {
  statement {
    sid       = "PutLines"
    actions   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
    resources = [for table, stream in aws_kinesis_firehose_delivery_stream.lines : stream.arn if !contains(keys(local.direct), table)]
  }
}

resource "aws_iam_role_policy" "subscriptions" {
  name   = "subscriptions"
  role   = aws_iam_role.subscriptions.id
  policy = data.aws_iam_policy_document.subscriptions.json
}
