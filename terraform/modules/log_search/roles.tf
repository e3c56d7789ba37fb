data "aws_iam_policy_document" "assumed_by_ingestion" {
  statement {
    sid     = "LetThePipelineRead"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["osis-pipelines.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "pipeline" {
  name                 = "${var.name}-log-search${var.region_suffix}"
  description          = "Brings log lines from S3 to OpenSearch"
  assume_role_policy   = data.aws_iam_policy_document.assumed_by_ingestion.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "pipeline" {
  statement {
    sid       = "ReadLines"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${var.bucket}/${local.table}/*"]
  }

  statement {
    sid       = "DecryptLines"
    actions   = ["kms:Decrypt"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "HearOfFiles"
    actions   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"]
    resources = [aws_sqs_queue.files.arn]
  }

  # What it may do there is the data policy's to say.
  statement {
    sid       = "WriteDocuments"
    actions   = ["aoss:APIAccessAll"]
    resources = [aws_opensearchserverless_collection.logs.arn]
  }

  # IAM knows no resource for it.
  statement {
    sid       = "FindTheCollection"
    actions   = ["aoss:BatchGetCollection"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "pipeline" {
  name   = "search"
  role   = aws_iam_role.pipeline.id
  policy = data.aws_iam_policy_document.pipeline.json
}
