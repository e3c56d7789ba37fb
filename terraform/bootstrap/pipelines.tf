# Pipelines get short-lived credentials for their repository, branch and environment, and no keys.
locals {
  has_pipelines = local.environment.github_repository != null
  repository    = coalesce(local.environment.github_repository, "none/none")
  main_ref      = "ref:refs/heads/${local.environment.github_branch}"

  # GitHub writes ids behind the names of owner and repository (acme@1/shop@2) for repositories made since July 2026, and
  # for older ones that asked for it: nobody who takes over a name that became free gets in. Names alone are of the others.
  subjects = distinct([local.repository, replace(local.repository, "/@[0-9]+/", "")])

  # The subject of a token that names repository, environment and ref, in this order; docs/operations/environments.md
  # says how the repository is set up. A plan is made of pull requests and of the branch, a deployment of the branch alone.
  pipeline_roles = local.has_pipelines ? {
    plan = flatten([for repository in local.subjects : [
      for ref in ["ref:refs/pull/*/merge", local.main_ref] : "repo:${repository}:environment:${local.environment.name}-plan:${ref}"
    ]])
    deploy = [for repository in local.subjects : "repo:${repository}:environment:${local.environment.name}:${local.main_ref}"]
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

    # Only the number of a pull request is left open.
    condition {
      test     = each.key == "plan" ? "StringLike" : "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = each.value
    }
  }
}

# A policy attached to either role later cannot widen it: the boundary ends both at what may be deployed.
resource "aws_iam_role" "pipeline" {
  for_each = local.pipeline_roles

  name                 = "${local.environment.product}-${local.environment.name}-${each.key}"
  description          = "What GitHub's pipelines use to ${each.key} ${local.environment.name}"
  assume_role_policy   = data.aws_iam_policy_document.assume_pipeline[each.key].json
  permissions_boundary = aws_iam_policy.deploy[0].arn
}

resource "aws_iam_role_policy_attachment" "plan" {
  count = local.has_pipelines ? 1 : 0

  role       = aws_iam_role.pipeline["plan"].name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role_policy" "plan" {
  count = local.has_pipelines ? 1 : 0

  name   = "plan"
  role   = aws_iam_role.pipeline["plan"].id
  policy = data.aws_iam_policy_document.written["plan"].json
}

resource "aws_iam_policy" "deploy" {
  count = local.has_pipelines ? 1 : 0

  name        = "${local.environment.product}-${local.environment.name}-pipelines"
  description = "The most that pipelines of ${local.environment.name} may do"
  policy      = data.aws_iam_policy_document.written["pipelines"].json
}

locals {
  granted = { for name in keys(local.statements) : basename(name) => name if local.has_pipelines && startswith(name, "deploy/") }
}

# The actions of a deployment, by name.
resource "aws_iam_policy" "granted" {
  for_each = local.granted

  name        = "${local.environment.product}-${local.environment.name}-deploy-${each.key}"
  description = "What deployments of ${local.environment.name} call, of ${each.key}"
  policy      = data.aws_iam_policy_document.written[each.value].json
}

resource "aws_iam_role_policy_attachment" "granted" {
  # Not the policies themselves: an import, with which a bootstrap begins, plans before any of them is known.
  for_each = local.granted

  role       = aws_iam_role.pipeline["deploy"].name
  policy_arn = aws_iam_policy.granted[each.key].arn
}
