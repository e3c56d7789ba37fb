locals {
  # App clients and secrets are made once, beside the user pool.
  clients  = { for name, consumer in var.consumers : name => consumer if var.client_ids == null && consumer.kind != "signer" }
  machines = { for name, consumer in local.clients : name => consumer if consumer.kind == "machine" }

  powerless = [for name, each in merge(local.machines, local.signers) : name if length(each.scopes) == 0]

  made_ids   = { for name, client in aws_cognito_user_pool_client.this : name => client.id }
  client_ids = tomap(merge(local.signer_ids, var.client_ids == null ? local.made_ids : var.client_ids))

  # Cognito refuses a scope that no resource server has: a service that is not live yet is left out for now. A client
  # without scopes gets no token, which is what a disabled one shall have.
  scopes = {
    for name, consumer in var.consumers : name => [
      for scope in sort(consumer.scopes) : scope if consumer.enabled && contains(var.services, split("/", scope)[0])
    ]
  }
}

# Such a client gets no token. While no service is live, nobody can have scopes.
check "machines_have_scopes" {
  assert {
    condition     = length(local.powerless) == 0 || length(var.services) == 0
    error_message = "${join(", ", local.powerless)} may call nothing: give it scopes in the environment's values, or have a service grant them in terraform/services/<name>/consumers.json."
  }
}

resource "aws_cognito_user_pool_client" "this" {
  for_each = local.clients

  name            = each.key
  user_pool_id    = var.user_pool_id
  generate_secret = each.value.kind == "machine"

  allowed_oauth_flows_user_pool_client = each.value.kind == "machine" && length(local.scopes[each.key]) > 0
  allowed_oauth_flows                  = each.value.kind == "machine" && length(local.scopes[each.key]) > 0 ? ["client_credentials"] : []
  allowed_oauth_scopes                 = local.scopes[each.key]
  explicit_auth_flows                  = each.value.kind == "people" ? ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] : []
  supported_identity_providers         = ["COGNITO"]
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true

  access_token_validity = 60
  token_validity_units {
    access_token = "minutes"
  }

  lifecycle {
    precondition {
      condition     = contains(keys(var.usage_plan_ids), each.value.tier)
      error_message = "There is no tier ${each.value.tier} for ${each.key}; shared/throttling.json has ${join(", ", keys(var.usage_plan_ids))}."
    }
  }
}

# The authorizer names the client as usage key, so the key's value is the client id: it is no secret.
resource "aws_api_gateway_api_key" "this" {
  for_each = var.consumers

  name    = "${var.environment_name}-${each.key}"
  value   = lookup(local.client_ids, each.key, null)
  enabled = each.value.enabled

  lifecycle {
    precondition {
      condition     = contains(keys(local.client_ids), each.key)
      error_message = "${each.key} has no app client yet; deploy to the primary region first, which has the user pool."
    }
  }
}

resource "aws_api_gateway_usage_plan_key" "this" {
  for_each = var.consumers

  key_id        = aws_api_gateway_api_key.this[each.key].id
  key_type      = "API_KEY"
  usage_plan_id = try(var.usage_plan_ids[each.value.tier], "none")
}

# The consumer's facts that a token does not have, for the authorizer.
resource "aws_ssm_parameter" "this" {
  #checkov:skip=CKV2_AWS_34:tenant and tier of a consumer; its secret is in Secrets Manager

  for_each = var.consumers

  name        = "/${var.environment_name}/consumers/${lookup(local.client_ids, each.key, "none")}"
  description = "Consumer ${each.key}"
  type        = "String"

  insecure_value = jsonencode({
    name    = each.key
    tenant  = each.value.tenant
    tier    = each.value.tier
    kind    = each.value.kind
    enabled = each.value.enabled
  })
}

resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV2_AWS_57:Cognito makes the secret, and its consumer must change over before the old one ends
  #checkov:skip=CKV_AWS_149:encrypted with Secrets Manager's own key; roles name the secrets that they may read

  for_each = local.machines

  name                    = "/${var.environment_name}/consumers/${each.key}"
  description             = "What ${each.key} needs to call the API"
  recovery_window_in_days = var.recovery_days

  # A service in the second region reads its credentials there.
  dynamic "replica" {
    for_each = var.replica_region[*]

    content {
      region = replica.value
    }
  }
}

# What is in it is the deploy command's to write: a secret that Terraform knew would stand in its state, and whoever plans
# could read it. The client secret that Cognito makes with a client is ended before anybody is told another one.
removed {
  from = aws_secretsmanager_secret_version.this

  lifecycle {
    destroy = false
  }
}
