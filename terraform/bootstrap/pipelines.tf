# Pipelines get short-lived credentials for their repository and environment, and no keys.
locals {
  has_pipelines = var.environment.github_repository != null
  repository    = coalesce(var.environment.github_repository, "none/none")

  # Plans read only, from any pull request's `…-plan` environment; deployments change, from the environment of that name.
  pipeline_roles = local.has_pipelines ? {
    plan = {
      subject = "repo:${local.repository}:environment:${var.environment.name}-plan"
      policy  = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
    deploy = {
      subject = "repo:${local.repository}:environment:${var.environment.name}"
      policy  = "arn:aws:iam::aws:policy/PowerUserAccess"
    }
  } : {}
}

resource "aws_iam_openid_connect_provider" "github" {
  count = local.has_pipelines ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "assume_pipeline" {
  for_each = local.pipeline_roles

  statement {
    sid     = "LetThePipelineIn"
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github[0].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = [each.value.subject]
    }
  }
}

resource "aws_iam_role" "pipeline" {
  for_each = local.pipeline_roles

  name               = "groundplan-${var.environment.name}-${each.key}"
  description        = "What GitHub's pipelines use to ${each.key} ${var.environment.name}"
  assume_role_policy = data.aws_iam_policy_document.assume_pipeline[each.key].json
}

resource "aws_iam_role_policy_attachment" "pipeline" {
  for_each = local.pipeline_roles

  role       = aws_iam_role.pipeline[each.key].name
  policy_arn = each.value.policy
}

# Deploying makes roles for functions, which PowerUserAccess leaves out: only our own, and only under our names.
data "aws_iam_policy_document" "function_roles" {
  statement {
    sid = "MakeFunctionRoles"
    actions = [
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:ListRolePolicies",
      "iam:PassRole",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
    ]
    resources = ["arn:aws:iam::${local.account_id}:role/groundplan-${var.environment.name}-*"]
  }

  # Without this a pipeline could widen what it may do itself.
  statement {
    sid     = "LeavePipelineRolesAlone"
    effect  = "Deny"
    actions = ["iam:*"]
    resources = [
      "arn:aws:iam::${local.account_id}:role/groundplan-${var.environment.name}-deploy",
      "arn:aws:iam::${local.account_id}:role/groundplan-${var.environment.name}-plan",
    ]
  }
}

resource "aws_iam_role_policy" "function_roles" {
  count = local.has_pipelines ? 1 : 0

  name   = "function-roles"
  role   = aws_iam_role.pipeline["deploy"].id
  policy = data.aws_iam_policy_document.function_roles.json
}
