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

run "names_what_a_deployment_calls_and_of_what" {
  command = plan

  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.written["deploy/entrance"].statement : s.sid => sort(s.resources) }) == jsonencode({
      ManageTheApi = [
        "arn:aws:apigateway:*::/apikeys",
        "arn:aws:apigateway:*::/apikeys/*",
        "arn:aws:apigateway:*::/domainnames",
        "arn:aws:apigateway:*::/domainnames/*",
        "arn:aws:apigateway:*::/restapis",
        "arn:aws:apigateway:*::/restapis/*",
        "arn:aws:apigateway:*::/tags/*",
        "arn:aws:apigateway:*::/usageplans",
        "arn:aws:apigateway:*::/usageplans/*",
      ]
      PutTheWebAclBeforeTheStage = ["arn:aws:apigateway:*::/restapis/*/stages/*"]
      TrustClientsCertificates = [
        "arn:aws:apigateway:*::/domainnames",
        "arn:aws:apigateway:*::/domainnames/*",
      ]
      ManageUsersAndClients = ["arn:aws:cognito-idp:*:123456789012:userpool/*"]
      MakeUserPools         = ["*"]
      ManageTheWebAcl = [
        "arn:aws:apigateway:*::/restapis/*/stages/*",
        "arn:aws:wafv2:*:*:regional/managedruleset/*/*",
        "arn:aws:wafv2:*:123456789012:regional/webacl/groundplan-test/*",
      ]
      LeadTheDomainHere = ["arn:aws:route53:::hostedzone/*"]
      WaitForTheDomain  = ["arn:aws:route53:::change/*"]
      WatchBothRegions  = ["arn:aws:route53:::healthcheck/*"]
      MakeHealthChecks  = ["*"]
      SeeTheCertificate = ["arn:aws:acm:*:123456789012:certificate/*"]
    })
    error_message = "What has a name has this environment's: entrance."
  }

  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.written["deploy/functions"].statement : s.sid => sort(s.resources) }) == jsonencode({
      ManageFunctions    = ["arn:aws:lambda:*:123456789012:function:groundplan-test-*"]
      ManageWhoSignsCode = ["arn:aws:lambda:*:123456789012:code-signing-config:*"]
      SayWhoSignsCode    = ["*"]
      SignCode           = ["arn:aws:signer:*:123456789012:/signing-profiles/*"]
      WaitForSignedCode  = ["arn:aws:signer:*:123456789012:/signing-jobs/*"]
      ReleaseFunctions = [
        "arn:aws:codedeploy:*:123456789012:application:groundplan-test-*",
        "arn:aws:codedeploy:*:123456789012:deploymentconfig:groundplan-test-*",
        "arn:aws:codedeploy:*:123456789012:deploymentgroup:groundplan-test-*",
      ]
      SeeHowAwsReleases       = ["arn:aws:codedeploy:*:123456789012:deploymentconfig:*"]
      FollowAndStopReleases   = ["*"]
      TellOfReleases          = ["arn:aws:events:*:123456789012:rule/groundplan-test-*"]
      TellPeople              = ["arn:aws:sns:*:123456789012:groundplan-test-*"]
      KeepFailedEvents        = ["arn:aws:sqs:*:123456789012:groundplan-test-*"]
      ManageRoles             = ["arn:aws:iam::123456789012:role/groundplan-test-*"]
      LetServicesMakeTheirOwn = ["arn:aws:iam::123456789012:role/aws-service-role/*"]
    })
    error_message = "What has a name has this environment's: functions."
  }

  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.written["deploy/data"].statement : s.sid => sort(s.resources) }) == jsonencode({
      ManageTables = [
        "arn:aws:dynamodb:*:123456789012:table/groundplan-test-*",
        "arn:aws:dynamodb:*:123456789012:table/groundplan-test-*/index/*",
      ]
      CopyTablesToTheSecondRegion = ["arn:aws:dynamodb:*:123456789012:table/groundplan-test-*"]
      RestoreTables               = ["arn:aws:dynamodb:*:123456789012:table/groundplan-test-*"]
      SeeWhichTablesThereAre      = ["*"]
      ManageBuckets               = ["arn:aws:s3:::groundplan-test-*"]
      KeepPackages                = ["arn:aws:s3:::groundplan-test-*/*"]
      FindStates                  = ["arn:aws:s3:::groundplan-state-123456789012-eu-central-1"]
      WriteStates = [
        "arn:aws:s3:::groundplan-state-123456789012-eu-central-1/environments/test.json",
        "arn:aws:s3:::groundplan-state-123456789012-eu-central-1/test/*",
      ]
      KeepSecrets         = ["arn:aws:secretsmanager:*:123456789012:secret:/test/*"]
      ReadSecretsTogether = ["*"]
      Publish             = ["arn:aws:ssm:*:123456789012:parameter/test/*"]
      FindParameters      = ["*"]
    })
    error_message = "What has a name has this environment's: data."
  }

  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.written["deploy/keys"].statement : s.sid => sort(s.resources) }) == jsonencode({
      MakeKeys   = ["*"]
      ManageKeys = ["arn:aws:kms:*:123456789012:key/*"]
      NameKeys = [
        "arn:aws:kms:*:123456789012:alias/groundplan-test-*",
        "arn:aws:kms:*:123456789012:key/*",
      ]
      KeepBackups = ["arn:aws:backup:*:123456789012:backup-vault:groundplan-test"]
      MakeVaults  = ["*"]
      PlanBackups = ["arn:aws:backup:*:123456789012:backup-plan:*"]
    })
    error_message = "What has a name has this environment's: keys."
  }

  assert {
    condition = jsonencode({ for s in data.aws_iam_policy_document.written["deploy/watch"].statement : s.sid => sort(s.resources) }) == jsonencode({
      KeepLogs = [
        "arn:aws:logs:*:123456789012:log-group:/aws/lambda/groundplan-test-*",
        "arn:aws:logs:*:123456789012:log-group:/aws/vendedlogs/groundplan-test-*",
        "arn:aws:logs:*:123456789012:log-group:/groundplan/test/*",
        "arn:aws:logs:*:123456789012:log-group:API-Gateway-Execution-Logs_*/*",
        "arn:aws:logs:*:123456789012:log-group:aws-waf-logs-groundplan-test",
        "arn:aws:logs:*:123456789012:log-group:aws-waf-logs-groundplan-test:*",
      ]
      FindAndDeliverLogs = ["*"]
      ManageAlarms       = ["arn:aws:cloudwatch:*:123456789012:alarm:groundplan-test-*"]
      SeeAlarms          = ["arn:aws:cloudwatch:*:123456789012:alarm:*"]
      CountRequests      = ["*"]
      ManageDashboards = [
        "arn:aws:cloudwatch::123456789012:dashboard/groundplan-test",
        "arn:aws:cloudwatch::123456789012:dashboard/groundplan-test-*",
      ]
      ManageTraces = [
        "arn:aws:xray:*:123456789012:group/groundplan-test/*",
        "arn:aws:xray:*:123456789012:sampling-rule/groundplan-test",
      ]
      FindSamplingRules = ["*"]
      WatchTheBudget    = ["arn:aws:budgets::123456789012:budget/groundplan-test"]
    })
    error_message = "What has a name has this environment's: watch."
  }
}
