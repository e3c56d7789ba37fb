# The most that pipelines may do, whatever is attached to their roles: the services of the roots, under this
# environment's names where they have names. It gives nothing; what a deployment calls is named in deploying_*.tf.
locals {
  own  = "groundplan-${local.environment.name}"
  path = "/${local.environment.name}"

  named = [for pattern in [
    "backup:*:${local.account_id}:backup-vault:${local.own}",
    "budgets::${local.account_id}:budget/${local.own}",
    "cloudwatch:*:${local.account_id}:alarm:${local.own}-*",
    "cloudwatch::${local.account_id}:dashboard/${local.own}",
    "cloudwatch::${local.account_id}:dashboard/${local.own}-*",
    "codedeploy:*:${local.account_id}:*:${local.own}-*",
    "dynamodb:*:${local.account_id}:table/${local.own}-*",
    "events:*:${local.account_id}:rule/${local.own}-*",
    "firehose:*:${local.account_id}:deliverystream/${local.own}-*",
    "lambda:*:${local.account_id}:function:${local.own}-*",
    "s3:::${local.own}-*",
    "s3:::${var.state_bucket}",
    "s3:::${var.state_bucket}/environments/${local.environment.name}.json",
    "s3:::${var.state_bucket}${local.path}/*",
    "secretsmanager:*:${local.account_id}:secret:${local.path}/*",
    "sns:*:${local.account_id}:${local.own}-*",
    "sqs:*:${local.account_id}:${local.own}-*",
    "ssm:*:${local.account_id}:parameter${local.path}/*",
  ] : "arn:aws:${pattern}"]

  roles = "arn:aws:iam::${local.account_id}:role/${local.own}-*"
}

data "aws_iam_policy_document" "deploy" {
  statement {
    sid       = "ManageWhatCarriesOurName"
    actions   = [for service in distinct([for arn in local.named : split(":", arn)[2]]) : "${service}:*"]
    resources = local.named
  }

  # APIs, pools, web ACLs, domains and the like are known by ids that AWS gives them.
  statement {
    sid = "ManageWhatHasNoNameOfOurs"
    actions = [
      "acm:DescribeCertificate",
      "acm:ListCertificates",
      "acm:ListTagsForCertificate",
      "apigateway:*",
      "athena:*",
      "backup-storage:MountCapsule",
      "backup:*",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:GetMetricData",
      "cloudwatch:ListMetrics",
      "codedeploy:GetDeploymentConfig",
      "codedeploy:List*",
      "cognito-idp:*",
      "dynamodb:ListTables",
      "glue:*",
      "lambda:*CodeSigningConfig*",
      "lambda:GetAccountSettings",
      "lambda:ListFunctions",
      "logs:*",
      "route53:*",
      "signer:*",
      "sns:GetSubscriptionAttributes",
      "sns:Unsubscribe",
      "ssm:DescribeParameters",
      "tag:GetResources",
      "wafv2:*",
      "xray:*",
    ]
    resources = ["*"]
  }

  # A key that is deleted takes with it what it encrypted: this environment's may be, no other.
  statement {
    sid       = "MakeAndFindKeys"
    actions   = ["kms:CreateKey", "kms:ListAliases", "kms:ListKeys", "kms:TagResource"]
    resources = ["*"]
  }

  statement {
    sid       = "NameKeys"
    actions   = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"]
    resources = ["arn:aws:kms:*:${local.account_id}:alias/${local.own}-*"]
  }

  statement {
    sid       = "ManageOwnKeys"
    actions   = ["kms:*"]
    resources = ["arn:aws:kms:*:${local.account_id}:key/*"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/environment"
      values   = [local.environment.name]
    }
  }

  statement {
    sid       = "MakeRolesInsideTheBoundary"
    actions   = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
    resources = [local.roles]

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [local.boundary_arn]
    }
  }

  statement {
    sid = "ManageOwnRoles"
    actions = [
      "iam:DeleteRole",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:ListRolePolicies",
      "iam:ListRoleTags",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]
    resources = [local.roles]
  }

  statement {
    sid       = "HandRolesToServices"
    actions   = ["iam:PassRole"]
    resources = [local.roles]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values = [
        for service in ["apigateway", "backup", "codedeploy", "events", "firehose", "lambda", "logs"] : "${service}.amazonaws.com"
      ]
    }
  }

  statement {
    sid       = "LetServicesMakeTheirOwnRole"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["arn:aws:iam::${local.account_id}:role/aws-service-role/*"]

    condition {
      test     = "StringEquals"
      variable = "iam:AWSServiceName"
      values = [
        for service in ["contributorinsights.dynamodb", "ops.apigateway", "replication.dynamodb", "wafv2"] : "${service}.amazonaws.com"
      ]
    }
  }

  # Without these a pipeline could widen what it may do, or take away what shows that it did.
  statement {
    sid           = "LeaveWhatIsNotOurs"
    effect        = "Deny"
    actions       = ["iam:Add*", "iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:PassRole", "iam:Put*", "iam:Set*", "iam:Update*"]
    not_resources = [local.roles, "arn:aws:iam::${local.account_id}:role/aws-service-role/*"]
  }

  statement {
    sid       = "LeavePipelineRolesAlone"
    effect    = "Deny"
    actions   = ["iam:*"]
    resources = [for kind in ["deploy", "plan"] : "arn:aws:iam::${local.account_id}:role/${local.own}-${kind}"]
  }

  statement {
    sid    = "LeaveTheStateBucketAlone"
    effect = "Deny"
    actions = [
      "s3:DeleteBucket*",
      "s3:DeleteObjectVersion",
      "s3:PutBucket*",
      "s3:PutEncryptionConfiguration",
      "s3:PutLifecycleConfiguration",
    ]
    resources = ["arn:aws:s3:::${var.state_bucket}", "arn:aws:s3:::${var.state_bucket}/*"]
  }

  statement {
    sid       = "LeaveTheAccountsGatewaySettingsAlone"
    effect    = "Deny"
    actions   = ["apigateway:PATCH"]
    resources = ["arn:aws:apigateway:*::/account"]
  }
}
