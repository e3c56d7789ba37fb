mock_provider "aws" {
  source          = "../testing/mocks"
  override_during = plan
}

variables {
  state_bucket = "groundplan-state-123456789012-eu-central-1"
  environment = {
    product            = "groundplan"
    name               = "test"
    region             = "eu-central-1"
    account_ids        = ["123456789012"]
    protect_data       = true
    log_retention_days = 7
    consumers          = {}
  }
}

run "keeps_every_version_of_the_state_encrypted_and_private" {
  command = plan

  assert {
    condition     = module.state_protection.bucket == "bucket" && module.state_protection.rules == ["forget-replaced-states after 90 days"]
    error_message = "A lost state can be brought back; what is current is never forgotten."
  }

  assert {
    condition     = module.state_protection.encryption == "aws:kms"
    error_message = "States are encrypted with a key whose use is recorded."
  }
}

run "lets_every_gateway_of_account_and_region_write_its_logs" {
  command = plan

  assert {
    condition     = aws_api_gateway_account.this.cloudwatch_role_arn == "arn:aws:iam::123456789012:role/role" && aws_iam_role.gateway_logs.name == "groundplan-gateway-logs-eu-central-1"
    error_message = "API Gateway has one role for logs per account and region, owned here and by no API."
  }
}

run "ends_what_any_role_may_do" {
  command = plan

  assert {
    condition     = aws_iam_policy.boundary.name == "groundplan-boundary-eu-central-1"
    error_message = "The other roots know the boundary by this name."
  }

  assert {
    condition = [
      for statement in data.aws_iam_policy_document.written["boundary"].statement : "${statement.sid} ${statement.effect == null ? "Allow" : statement.effect}"
    ] == ["WorkWithWhatCarriesOurName Allow", "WorkWithWhatHasOtherNames Allow", "LeaveStatesAlone Deny"]
    error_message = "A role works with data and messages, and never with states."
  }

  assert {
    condition = alltrue(flatten([
      for statement in data.aws_iam_policy_document.written["boundary"].statement : [
        for action in statement.actions : !contains(["iam", "sts", "organizations", "account"], split(":", action)[0])
      ] if statement.effect != "Deny"
    ]))
    error_message = "No role of ours makes or takes another."
  }

  assert {
    condition     = sort(data.aws_iam_policy_document.written["boundary"].statement[2].resources) == tolist(["arn:aws:s3:::groundplan-state-123456789012-eu-central-1", "arn:aws:s3:::groundplan-state-123456789012-eu-central-1/*"])
    error_message = "The states are those of this account and region."
  }
}

run "has_no_pipeline_roles_without_a_repository" {
  command = plan

  assert {
    condition     = length(aws_iam_role.pipeline) == 0 && length(aws_iam_openid_connect_provider.github) == 0 && length(aws_iam_policy.deploy) == 0
    error_message = "Nobody is let in who was not named."
  }
}

run "binds_roles_to_repository_environment_and_branch" {
  command = plan

  variables { environment = merge(var.environment, { github_repository = "acme/shop" }) }

  assert {
    condition = jsonencode({
      for name, document in data.aws_iam_policy_document.assume_pipeline : name => {
        for c in document.statement[0].condition : "${c.test} ${split(":", c.variable)[1]}" => sort(c.values)
      }
      }) == jsonencode({
      deploy = {
        "StringEquals aud" = ["sts.amazonaws.com"]
        "StringEquals sub" = ["repo:acme/shop:environment:test:ref:refs/heads/main"]
      }
      plan = {
        "StringEquals aud" = ["sts.amazonaws.com"]
        "StringLike sub"   = ["repo:acme/shop:environment:test-plan:ref:refs/heads/main", "repo:acme/shop:environment:test-plan:ref:refs/pull/*/merge"]
      }
    })
    error_message = "Each role is for one repository and one environment; what is deployed comes from the one branch."
  }

  assert {
    condition = alltrue([
      for document in data.aws_iam_policy_document.assume_pipeline :
      one(document.statement[0].principals).identifiers == toset(["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"])
    ])
    error_message = "Only GitHub's tokens are taken."
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.pipeline : role.permissions_boundary == "arn:aws:iam::123456789012:policy/policy"])
    error_message = "What is attached to a pipeline's role later cannot widen it."
  }
}

run "trusts_the_ids_of_a_repository_whose_names_may_be_taken_over" {
  command = plan

  variables { environment = merge(var.environment, { github_repository = "acme@1234/shop@5678" }) }

  assert {
    condition = local.pipeline_roles.deploy == tolist([
      "repo:acme@1234/shop@5678:environment:test:ref:refs/heads/main",
      "repo:acme/shop:environment:test:ref:refs/heads/main",
    ])
    error_message = "A token with ids is taken, and one of a repository from before GitHub had them."
  }

  assert {
    condition = local.pipeline_roles.plan == tolist([
      "repo:acme@1234/shop@5678:environment:test-plan:ref:refs/pull/*/merge",
      "repo:acme@1234/shop@5678:environment:test-plan:ref:refs/heads/main",
      "repo:acme/shop:environment:test-plan:ref:refs/pull/*/merge",
      "repo:acme/shop:environment:test-plan:ref:refs/heads/main",
    ])
    error_message = "Plans are made of both as well."
  }
}

run "deploys_from_the_branch_that_was_named" {
  command = plan

  variables {
    environment = merge(var.environment, {
      github_repository = "acme/shop"
      github_branch     = "release"
    })
  }

  assert {
    condition     = local.pipeline_roles.deploy[0] == "repo:acme/shop:environment:test:ref:refs/heads/release"
    error_message = "The branch is the environment's."
  }
}

run "plans_read_only_and_nobodys_data" {
  command = plan

  variables { environment = merge(var.environment, { github_repository = "acme/shop" }) }

  assert {
    condition     = aws_iam_role_policy_attachment.plan[0].policy_arn == "arn:aws:iam::aws:policy/ReadOnlyAccess" && aws_iam_role_policy_attachment.plan[0].role == "groundplan-test-plan"
    error_message = "A plan only reads."
  }

  assert {
    condition = jsonencode([
      for s in data.aws_iam_policy_document.written["plan"].statement : [s.sid, s.effect == null ? "Allow" : s.effect, s.resources]
      ]) == jsonencode([
      ["ReadNobodysData", "Deny", ["*"]],
      ["ReadNoOtherObjects", "Deny", null],
      ["ReadNobodysLogs", "Deny", ["arn:aws:s3:::groundplan-test-logs-*/*"]],
    ])
    error_message = "It reads settings, and no data."
  }

  assert {
    condition = toset(data.aws_iam_policy_document.written["plan"].statement[1].not_resources) == toset([
      "arn:aws:s3:::groundplan-test-*/*",
      "arn:aws:s3:::${var.state_bucket}/test/*",
      "arn:aws:s3:::${var.state_bucket}/bootstrap.tfstate",
    ])
    error_message = "It reads its own environment's packages, contracts and states, and no other object of the account."
  }

  assert {
    condition = length(setsubtract(
      ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect", "logs:FilterLogEvents", "logs:StartQuery", "cognito-idp:ListUsers", "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
      data.aws_iam_policy_document.written["plan"].statement[0].actions
    )) == 0
    error_message = "ReadOnlyAccess would read items, logs and people, and what is attached later could read secrets."
  }
}

run "makes_roles_inside_the_boundary_alone" {
  command = plan

  variables { environment = merge(var.environment, { github_repository = "acme/shop" }) }

  assert {
    condition = { for name, policy in aws_iam_policy.granted : name => policy.name } == {
      for name in ["analytics", "data", "entrance", "functions", "keys", "watch"] : name => "groundplan-test-deploy-${name}"
    }
    error_message = "Six policies name what a deployment calls."
  }

  assert {
    condition = alltrue([
      for name, attached in aws_iam_role_policy_attachment.granted :
      attached.role == "groundplan-test-deploy" && attached.policy_arn == aws_iam_policy.granted[name].arn
    ]) && length(aws_iam_role_policy_attachment.granted) == 6
    error_message = "A deployment may do what its policies say, and nothing of AWS's own policies."
  }

  assert {
    condition = jsonencode([
      for s in data.aws_iam_policy_document.written["pipelines"].statement : { actions = sort(s.actions), resources = s.resources, when = one(s.condition) }
      if s.sid == "MakeRolesInsideTheBoundary"
      ]) == jsonencode([{
        actions   = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
        resources = ["arn:aws:iam::123456789012:role/groundplan-test-*"]
        when      = { test = "StringEquals", values = ["arn:aws:iam::123456789012:policy/groundplan-boundary-eu-central-1"], variable = "iam:PermissionsBoundary" }
    }])
    error_message = "A role is made with the boundary or not at all."
  }

  assert {
    condition = !anytrue(flatten([
      for s in data.aws_iam_policy_document.written["pipelines"].statement : [
        for action in s.actions : contains(["iam:*", "iam:AttachRolePolicy", "iam:DeleteRolePermissionsBoundary", "iam:CreatePolicyVersion", "iam:CreateUser"], action)
      ] if s.effect != "Deny"
    ]))
    error_message = "The boundary stays on a role and stays as it is, and no policy of AWS's comes beside it."
  }

  assert {
    condition = sort(one([
      for s in data.aws_iam_policy_document.written["pipelines"].statement : one(s.condition).values if s.sid == "HandRolesToServices"
    ])) == tolist([for service in ["apigateway", "backup", "codedeploy", "events", "firehose", "lambda", "logs", "osis-pipelines"] : "${service}.amazonaws.com"])
    error_message = "Roles are handed to the services that run here."
  }
}

run "leaves_the_bootstrap_alone" {
  command = plan

  variables { environment = merge(var.environment, { github_repository = "acme/shop" }) }

  assert {
    condition = jsonencode({
      for s in data.aws_iam_policy_document.written["pipelines"].statement : s.sid => sort(coalesce(s.not_resources, s.resources)) if s.effect == "Deny"
      }) == jsonencode({
      LeaveWhatIsNotOurs                   = ["arn:aws:iam::123456789012:role/aws-service-role/*", "arn:aws:iam::123456789012:role/groundplan-test-*"]
      LeavePipelineRolesAlone              = ["arn:aws:iam::123456789012:role/groundplan-test-deploy", "arn:aws:iam::123456789012:role/groundplan-test-plan", "arn:aws:iam::123456789012:role/groundplan-test-preview"]
      LeaveTheStateBucketAlone             = ["arn:aws:s3:::groundplan-state-123456789012-eu-central-1", "arn:aws:s3:::groundplan-state-123456789012-eu-central-1/*"]
      LeaveTheAccountsGatewaySettingsAlone = ["arn:aws:apigateway:*::/account"]
    })
    error_message = "Pipelines change neither their roles nor the boundary nor the state bucket."
  }

  assert {
    condition     = !contains(local.statements["pipelines"][0].resources, "arn:aws:s3:::groundplan-state-123456789012-eu-central-1/bootstrap.tfstate") && contains(local.statements["pipelines"][0].resources, "arn:aws:s3:::groundplan-state-123456789012-eu-central-1/test/*")
    error_message = "A pipeline writes the states of its environment, not the bootstrap's."
  }

  assert {
    condition     = alltrue([for arn in local.statements["pipelines"][0].resources : strcontains(arn, "test") || contains(["arn:aws:s3:::groundplan-state-123456789012-eu-central-1", "arn:aws:lambda:*:123456789012:code-signing-config:*"], arn)])
    error_message = "What has a name has this environment's; AWS gives code signing configurations ids."
  }
}

run "keeps_for_ever_what_was_replaced" {
  command = plan

  variables { environment = merge(var.environment, { noncurrent_days = 0 }) }

  assert {
    condition     = length(module.state_protection.rules) == 0
    error_message = "Without a number of days, no rule forgets a state."
  }
}

run "has_no_role_for_previews_unasked" {
  command = plan

  variables { environment = merge(var.environment, { github_repository = "acme/shop" }) }

  assert {
    condition     = length(aws_iam_role.preview) == 0 && length(aws_iam_policy.granted_to_previews) == 0
    error_message = "Code of pull requests runs in no account that did not ask for it."
  }
}

run "lets_pull_requests_deploy_and_sweep_their_environments_alone" {
  command = plan

  variables {
    environment = merge(var.environment, {
      github_repository = "acme/shop"
      previews          = true
    })
  }

  assert {
    condition = jsonencode([
      for c in data.aws_iam_policy_document.assume_preview[0].statement[0].condition : [c.test, sort(c.values)]
      ]) == jsonencode([
      ["StringEquals", ["sts.amazonaws.com"]],
      ["StringLike", ["repo:acme/shop:environment:preview:ref:refs/heads/main", "repo:acme/shop:environment:preview:ref:refs/pull/*/merge"]],
    ])
    error_message = "Pull requests of the repository, and the schedule of its branch."
  }

  assert {
    condition     = aws_iam_role.preview[0].name == "groundplan-test-preview" && toset(keys(aws_iam_policy.granted_to_previews)) == setunion(keys(aws_iam_policy.granted), ["sweep"])
    error_message = "It may what a deployment may, and sweep."
  }

  assert {
    condition = alltrue(flatten([
      for statement in data.aws_iam_policy_document.written["pr/deploy/data"].statement : [
        for resource in statement.resources : resource == "*" || strcontains(resource, "pr-*") || strcontains(resource, "groundplan-state-")
      ]
    ]))
    error_message = "It reaches no lasting environment."
  }

  assert {
    condition = {
      for s in data.aws_iam_policy_document.written["pr/pipelines"].statement : s.sid => s.not_resources if s.sid == "EraseNoLastingState"
      } == {
      EraseNoLastingState = toset(["arn:aws:s3:::groundplan-pr-*-*/*", "arn:aws:s3:::${var.state_bucket}/pr-*/*", "arn:aws:s3:::${var.state_bucket}/environments/pr-*.json"])
    }
    error_message = "Of no lasting environment it erases the history of states."
  }

  assert {
    condition     = length([for s in data.aws_iam_policy_document.written["pr/pipelines"].statement : s.sid if s.sid == "LeaveTheStateBucketAlone"]) == 0
    error_message = "A sweep erases the states of what has ended."
  }
}
