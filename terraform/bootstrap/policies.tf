# The roles' permissions are data: a list of statements in each file of policies/, with the names below filled in.
# `when` is test => condition key => values. AWS takes 6,144 characters in a policy, so what a deployment calls is in
# several.
locals {
  own           = "${local.environment.product}-${local.environment.name}"
  boundary_name = "${local.environment.product}-boundary-${local.environment.region}"
  boundary_arn  = "arn:aws:iam::${local.account_id}:policy/${local.boundary_name}"

  names = {
    account      = local.account_id
    boundary_arn = local.boundary_arn
    database     = replace(local.own, "-", "_") # Athena takes no hyphens
    environment  = local.environment.name
    own          = local.own
    product      = local.environment.product
    state_bucket = var.state_bucket
  }

  files = fileset("${path.module}/policies", "**/*.yaml")
  statements = {
    for file in local.files : trimsuffix(file, ".yaml") => yamldecode(templatefile("${path.module}/policies/${file}", local.names))
    if !startswith(file, "previews/")
  }
}

data "aws_iam_policy_document" "written" {
  for_each = merge(local.statements, local.written_for_previews)

  dynamic "statement" {
    for_each = each.value

    content {
      sid           = statement.value.sid
      effect        = try(statement.value.effect, "Allow")
      actions       = statement.value.actions
      resources     = try(statement.value.resources, null)
      not_resources = try(statement.value.not_resources, null)

      dynamic "condition" {
        for_each = try(statement.value.when, {})

        content {
          test     = condition.key
          variable = one(keys(condition.value))
          values   = one(values(condition.value))
        }
      }
    }
  }
}

# The end of what any role of the account's environments may do.
resource "aws_iam_policy" "boundary" {
  name        = local.boundary_name
  description = "The most that a role of the project may do in this account"
  policy      = data.aws_iam_policy_document.written["boundary"].json
}
