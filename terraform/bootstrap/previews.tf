# Environments of pull requests are deployed and swept by a role of their own: it may what a deployment may, in every
# environment pr-… and in no lasting one. Only an account that asks for it has it (`previews`): a pull request's code runs there.
locals {
  has_previews = local.has_pipelines && local.environment.previews

  names_of_previews = {
    database    = replace("${local.environment.product}-pr-*", "-", "_")
    environment = "pr-*"
    own         = "${local.environment.product}-pr-*"
  }

  # A boundary for itself: a sweep erases states, which no other pipeline may.
  preview_files = [
    for file in local.files : file
    if local.has_previews && (file == "pipelines.yaml" || startswith(file, "deploy/") || startswith(file, "previews/"))
  ]
  preview_statements = {
    for file in local.preview_files : "pr/${trimsuffix(file, ".yaml")}" => yamldecode(templatefile(
      "${path.module}/policies/${file}",
      merge(local.names, local.names_of_previews)
    ))
  }
  preview_boundary = [
    for statement in lookup(local.preview_statements, "pr/pipelines", []) : statement if statement.sid != "LeaveTheStateBucketAlone"
  ]
  written_for_previews = merge(local.preview_statements, {
    for name in ["pr/pipelines"] : name => concat(local.preview_boundary, local.preview_statements["pr/previews/boundary"])
    if local.has_previews
  })

  granted_to_previews = {
    for name in keys(local.preview_statements) : basename(name) => name if startswith(name, "pr/deploy/") || name == "pr/previews/sweep"
  }
}

# A pull request of the repository deploys, the branch's schedule sweeps; both in GitHub's environment `preview`.
data "aws_iam_policy_document" "assume_preview" {
  count = local.has_previews ? 1 : 0

  statement {
    sid     = "LetPullRequestsIn"
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
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values = flatten([for repository in local.subjects : [
        for ref in ["ref:refs/pull/*/merge", local.main_ref] : "repo:${repository}:environment:preview:${ref}"
      ]])
    }
  }
}

resource "aws_iam_policy" "previews" {
  count = local.has_previews ? 1 : 0

  name        = "${local.own}-previews"
  description = "The most that pull requests may do in their environments"
  policy      = data.aws_iam_policy_document.written["pr/pipelines"].json
}

resource "aws_iam_role" "preview" {
  count = local.has_previews ? 1 : 0

  name                 = "${local.own}-preview"
  description          = "What pull requests use to deploy and destroy environments pr-<number>"
  assume_role_policy   = data.aws_iam_policy_document.assume_preview[0].json
  permissions_boundary = aws_iam_policy.previews[0].arn
}

resource "aws_iam_policy" "granted_to_previews" {
  for_each = local.granted_to_previews

  name        = "${local.own}-previews-${each.key}"
  description = "What environments of pull requests call, of ${each.key}"
  policy      = data.aws_iam_policy_document.written[each.value].json
}

resource "aws_iam_role_policy_attachment" "granted_to_previews" {
  for_each = local.granted_to_previews

  role       = aws_iam_role.preview[0].name
  policy_arn = aws_iam_policy.granted_to_previews[each.key].arn
}
