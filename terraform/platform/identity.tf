resource "aws_cognito_user_pool" "this" {
  count = local.in_second_region ? 0 : 1

  name                = local.prefix
  deletion_protection = local.environment.protect_data ? "ACTIVE" : "INACTIVE"
  mfa_configuration   = "OPTIONAL"

  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]

  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  password_policy {
    minimum_length                   = 12
    require_lowercase                = true
    require_uppercase                = true
    require_numbers                  = true
    require_symbols                  = false
    temporary_password_validity_days = 3
  }

  software_token_mfa_configuration {
    enabled = true
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }
}

# People's scopes come from their group: each service declares the scopes of each group.
resource "aws_cognito_user_group" "this" {
  for_each = local.in_second_region ? {} : {
    customer = "People who use the API for themselves"
    staff    = "People who work here"
  }

  name         = each.key
  description  = each.value
  user_pool_id = aws_cognito_user_pool.this[0].id

  # Another wording is no reason to change a group that has people in it.
  lifecycle {
    ignore_changes = [description]
  }
}

resource "aws_cognito_user_pool_domain" "this" {
  count = local.in_second_region ? 0 : 1

  domain       = "${local.prefix}-${local.account_id}"
  user_pool_id = aws_cognito_user_pool.this[0].id
}

moved {
  from = aws_cognito_user_pool.this
  to   = aws_cognito_user_pool.this[0]
}

moved {
  from = aws_cognito_user_pool_domain.this
  to   = aws_cognito_user_pool_domain.this[0]
}

# A second region verifies the tokens of the primary's pool: users and app clients are in one region alone.
locals {
  cognito_url = "https://cognito-idp.${local.environment.region}.amazonaws.com"
  identity = one(concat(var.primary[*], [
    for index, pool in aws_cognito_user_pool.this : {
      user_pool_id = pool.id
      issuer       = "${local.cognito_url}/${pool.id}"
      jwks_url     = "${coalesce(var.identity_url, local.cognito_url)}/${pool.id}/.well-known/jwks.json"
      token_url    = "${coalesce(var.identity_url, local.domain_urls[index])}/oauth2/token"
    }
  ]))
  domain_urls = [
    for domain in aws_cognito_user_pool_domain.this :
    "https://${domain.domain}.auth.${local.environment.region}.amazoncognito.com"
  ]
}
