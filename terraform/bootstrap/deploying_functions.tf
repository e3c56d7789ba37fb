# Functions, their roles and releases, and what wakes or tells.
data "aws_iam_policy_document" "deploy_functions" {
  statement {
    sid = "ManageFunctions"
    actions = [
      "lambda:AddPermission",
      "lambda:CreateAlias",
      "lambda:CreateFunction",
      "lambda:DeleteAlias",
      "lambda:DeleteFunction",
      "lambda:DeleteFunctionCodeSigningConfig",
      "lambda:DeleteFunctionConcurrency",
      "lambda:DeleteProvisionedConcurrencyConfig",
      "lambda:GetAlias",
      "lambda:GetFunction",
      "lambda:GetFunctionCodeSigningConfig",
      "lambda:GetFunctionConcurrency",
      "lambda:GetFunctionConfiguration",
      "lambda:GetPolicy",
      "lambda:GetProvisionedConcurrencyConfig",
      "lambda:InvokeFunction",
      "lambda:ListTags",
      "lambda:ListVersionsByFunction",
      "lambda:PublishVersion",
      "lambda:PutFunctionCodeSigningConfig",
      "lambda:PutFunctionConcurrency",
      "lambda:PutProvisionedConcurrencyConfig",
      "lambda:RemovePermission",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateAlias",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
    ]
    resources = ["arn:aws:lambda:*:${local.account_id}:function:${local.own}-*"]
  }

  statement {
    sid = "ManageWhoSignsCode"
    actions = [
      "lambda:DeleteCodeSigningConfig",
      "lambda:GetCodeSigningConfig",
      "lambda:ListTags",
      "lambda:PutFunctionCodeSigningConfig",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateCodeSigningConfig",
    ]
    resources = ["arn:aws:lambda:*:${local.account_id}:code-signing-config:*"]
  }

  statement {
    sid = "SayWhoSignsCode"
    actions = [
      "lambda:CreateCodeSigningConfig",
      "signer:PutSigningProfile",
    ]
    resources = ["*"]
  }

  statement {
    sid = "SignCode"
    actions = [
      "signer:CancelSigningProfile",
      "signer:GetSigningProfile",
      "signer:ListTagsForResource",
      "signer:StartSigningJob",
      "signer:TagResource",
      "signer:UntagResource",
    ]
    resources = ["arn:aws:signer:*:${local.account_id}:/signing-profiles/*"]
  }

  statement {
    sid       = "WaitForSignedCode"
    actions   = ["signer:DescribeSigningJob"]
    resources = ["arn:aws:signer:*:${local.account_id}:/signing-jobs/*"]
  }

  statement {
    sid = "ReleaseFunctions"
    actions = [
      "codedeploy:CreateApplication",
      "codedeploy:CreateDeployment",
      "codedeploy:CreateDeploymentConfig",
      "codedeploy:CreateDeploymentGroup",
      "codedeploy:DeleteApplication",
      "codedeploy:DeleteDeploymentConfig",
      "codedeploy:DeleteDeploymentGroup",
      "codedeploy:GetApplication",
      "codedeploy:GetApplicationRevision",
      "codedeploy:GetDeployment",
      "codedeploy:GetDeploymentConfig",
      "codedeploy:GetDeploymentGroup",
      "codedeploy:ListDeployments",
      "codedeploy:ListTagsForResource",
      "codedeploy:RegisterApplicationRevision",
      "codedeploy:TagResource",
      "codedeploy:UntagResource",
      "codedeploy:UpdateDeploymentGroup",
    ]
    resources = [
      "arn:aws:codedeploy:*:${local.account_id}:application:${local.own}-*",
      "arn:aws:codedeploy:*:${local.account_id}:deploymentconfig:*",
      "arn:aws:codedeploy:*:${local.account_id}:deploymentgroup:${local.own}-*",
    ]
  }

  statement {
    sid = "FollowAndStopReleases"
    actions = [
      "codedeploy:BatchGetDeploymentTargets",
      "codedeploy:ListDeploymentTargets",
      "codedeploy:StopDeployment",
    ]
    resources = ["*"]
  }

  statement {
    sid = "TellOfReleases"
    actions = [
      "events:DeleteRule",
      "events:DescribeRule",
      "events:ListTagsForResource",
      "events:ListTargetsByRule",
      "events:PutRule",
      "events:PutTargets",
      "events:RemoveTargets",
      "events:TagResource",
      "events:UntagResource",
    ]
    resources = ["arn:aws:events:*:${local.account_id}:rule/${local.own}-*"]
  }

  statement {
    sid = "TellPeople"
    actions = [
      "sns:CreateTopic",
      "sns:DeleteTopic",
      "sns:GetSubscriptionAttributes",
      "sns:GetTopicAttributes",
      "sns:ListTagsForResource",
      "sns:SetSubscriptionAttributes",
      "sns:SetTopicAttributes",
      "sns:Subscribe",
      "sns:TagResource",
      "sns:Unsubscribe",
      "sns:UntagResource",
    ]
    resources = ["arn:aws:sns:*:${local.account_id}:${local.own}-*"]
  }

  statement {
    sid = "KeepFailedEvents"
    actions = [
      "sqs:CreateQueue",
      "sqs:DeleteQueue",
      "sqs:GetQueueAttributes",
      "sqs:ListQueueTags",
      "sqs:SetQueueAttributes",
      "sqs:TagQueue",
      "sqs:UntagQueue",
    ]
    resources = ["arn:aws:sqs:*:${local.account_id}:${local.own}-*"]
  }

  # The boundary says with which end roles are made, and to which services they are handed.
  statement {
    sid = "ManageRoles"
    actions = [
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:ListRolePolicies",
      "iam:ListRoleTags",
      "iam:PassRole",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]
    resources = [local.roles]
  }

  statement {
    sid       = "LetServicesMakeTheirOwn"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["arn:aws:iam::${local.account_id}:role/aws-service-role/*"]
  }
}
