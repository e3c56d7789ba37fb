# The scopes of people's groups. Each live contract has the accesses of the user pool's groups to its service (x-groups);
# the authorizer reads them all here, so that a new service needs no new deployment of it.
locals {
  group_scopes = flatten([
    for service, text in local.contracts : [
      for group, accesses in try(jsondecode(text)["x-groups"], {}) : [
        for access in accesses : { group = group, scope = "${service}/${access}" }
      ]
    ]
  ])
  groups_text = jsonencode({ for each in local.group_scopes : each.group => each.scope... })
}

resource "aws_ssm_parameter" "groups" {
  #checkov:skip=CKV2_AWS_34:what groups may do; nothing secret

  name        = "/${local.environment.name}/groups"
  description = "Scopes of the groups of people, out of the live contracts"
  type        = "String"

  # Beyond 4 KB, some 70 services, a parameter costs 5 cents a month.
  tier           = length(local.groups_text) > 4096 ? "Advanced" : "Standard"
  insecure_value = local.groups_text

  lifecycle {
    precondition {
      condition     = length(local.groups_text) <= 8192
      error_message = "What the live contracts give to groups takes ${length(local.groups_text)} characters, and a parameter holds 8192: give groups `admin` in place of `read` and `write`, or leave groups out of services that no person calls."
    }
  }
}
