# What a role of this account's environments may ever do, whoever wrote its policy: pipelines make roles only with this
# boundary, so that none of them can do more than the code at run time needs. A new kind of call is added here first.
locals {
  boundary_name = "groundplan-boundary-${local.environment.region}"
  boundary_arn  = "arn:aws:iam::${local.account_id}:policy/${local.boundary_name}"
}

data "aws_iam_policy_document" "boundary" {
  statement {
    sid = "WorkWithWhatCarriesOurName"
    actions = [
      "cloudwatch:DescribeAlarms",
      "codedeploy:GetDeployment",
      "codedeploy:PutLifecycleEventHookExecutionStatus",
      "dynamodb:*Backup",
      "dynamodb:*Item",
      "dynamodb:DescribeTable",
      "dynamodb:ListTagsOfResource",
      "dynamodb:Query",
      "dynamodb:StartAwsBackupJob",
      "firehose:PutRecord*",
      "glue:GetTable*",
      "lambda:Get*",
      "lambda:InvokeFunction",
      "lambda:UpdateAlias",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "s3:AbortMultipartUpload",
      "s3:GetBucketLocation",
      "s3:GetObject*",
      "s3:List*",
      "s3:PutObject*",
      "sns:Publish",
      "sqs:*Message",
      "sqs:GetQueueAttributes",
    ]
    resources = [for pattern in [
      "cloudwatch:*:${local.account_id}:alarm:*",
      "codedeploy:*:${local.account_id}:deploymentgroup:groundplan-*",
      "dynamodb:*:${local.account_id}:table/groundplan-*",
      "firehose:*:${local.account_id}:deliverystream/groundplan-*",
      "glue:*:${local.account_id}:*",
      "lambda:*:${local.account_id}:function:groundplan-*",
      "logs:*:${local.account_id}:log-group:*groundplan*",
      "s3:::groundplan-*",
      "sns:*:${local.account_id}:groundplan-*",
      "sqs:*:${local.account_id}:groundplan-*",
    ] : "arn:aws:${pattern}"]
  }

  # Keys have ids, parameters and secrets begin with the environment's name, and copies of backups go to other accounts.
  statement {
    sid = "WorkWithWhatHasOtherNames"
    actions = [
      "backup:CopyFromBackupVault",
      "backup:CopyIntoBackupVault",
      "backup:DescribeBackupVault",
      "backup:TagResource",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey*",
      "kms:GenerateMac",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "secretsmanager:GetSecretValue",
      "ssm:GetParameter*",
      "tag:GetResources",
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]
    resources = ["*"]
  }

  # States hold secrets: nothing that runs has a reason to read one.
  statement {
    sid       = "LeaveStatesAlone"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]
  }
}

resource "aws_iam_policy" "boundary" {
  name        = local.boundary_name
  description = "The most that a role of the project may do in this account"
  policy      = data.aws_iam_policy_document.boundary.json
}
