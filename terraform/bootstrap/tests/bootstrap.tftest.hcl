mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::state" }
  }
  mock_resource "aws_iam_role" {
    override_during = plan
    defaults        = { arn = "arn:aws:iam::123456789012:role/gateway-logs" }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    override_during = plan
    defaults        = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }
}

variables {
  state_bucket = "groundplan-state-123456789012-eu-central-1"
  environment = {
    name        = "test"
    region      = "eu-central-1"
    account_ids = ["123456789012"]
  }
}

run "keeps_every_version_of_the_state_encrypted_and_private" {
  command = plan

  assert {
    condition     = one(aws_s3_bucket_versioning.state.versioning_configuration).status == "Enabled"
    error_message = "A lost state can be brought back."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.state.block_public_policy && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    error_message = "States hold secrets."
  }

  assert {
    condition     = data.aws_iam_policy_document.state.statement[0].sid == "RefusePlainHttp"
    error_message = "Plain HTTP is refused."
  }

  assert {
    condition     = one(one(aws_s3_bucket_lifecycle_configuration.state.rule).noncurrent_version_expiration).noncurrent_days == 90 && length(one(aws_s3_bucket_lifecycle_configuration.state.rule).expiration) == 0
    error_message = "What was replaced is forgotten in time; what is current never is."
  }
}

run "lets_every_gateway_of_account_and_region_write_its_logs" {
  command = plan

  assert {
    condition     = aws_api_gateway_account.this.cloudwatch_role_arn == "arn:aws:iam::123456789012:role/gateway-logs" && aws_iam_role.gateway_logs.name == "groundplan-gateway-logs-eu-central-1"
    error_message = "API Gateway has one role for logs per account and region, owned here and by no API."
  }
}

run "has_no_pipeline_roles_without_a_repository" {
  command = plan

  assert {
    condition     = length(aws_iam_role.pipeline) == 0 && length(aws_iam_openid_connect_provider.github) == 0
    error_message = "Nobody is let in who was not named."
  }
}

run "binds_roles_to_repository_and_environment" {
  command = plan

  variables {
    environment = {
      name              = "test"
      region            = "eu-central-1"
      account_ids       = ["123456789012"]
      github_repository = "acme/shop"
    }
  }

  assert {
    condition = jsonencode({
      for name, document in data.aws_iam_policy_document.assume_pipeline : name => [
        for c in document.statement[0].condition : tolist(c.values)[0] if endswith(c.variable, ":sub")
      ][0]
      }) == jsonencode({
      deploy = "repo:acme/shop:environment:test"
      plan   = "repo:acme/shop:environment:test-plan"
    })
    error_message = "Each role is for one repository and one environment."
  }

  assert {
    condition     = aws_iam_role_policy_attachment.pipeline["plan"].policy_arn == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    error_message = "A plan only reads."
  }
}

run "refuses_a_repository_without_owner" {
  command = plan

  variables {
    environment = {
      name              = "test"
      region            = "eu-central-1"
      account_ids       = ["123456789012"]
      github_repository = "shop"
    }
  }

  expect_failures = [var.environment]
}
