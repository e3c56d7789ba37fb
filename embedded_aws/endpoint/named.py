"""The parameters of requests that name a resource (Service Authorization Reference)."""

from collections.abc import Mapping

# By IAM's prefix: parameters and the resources that they name, of which the first that is given
# counts. A value that is an ARN stands for itself; other templates are of this account and region.
NAMED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "acm": (("CertificateArn", "{}"),),
    "athena": (
        ("ResourceARN", "{}"),
        ("WorkGroup", "workgroup/{}"),
        ("Name", "workgroup/{}"),
    ),
    "backup": (
        ("resourceArn", "{}"),
        ("backupVaultName", "backup-vault:{}"),
        ("backupPlanId", "backup-plan:{}"),
    ),
    "budgets": (
        ("ResourceARN", "{}"),
        ("BudgetName", "arn:aws:budgets::{account}:budget/{}"),
        ("Budget.BudgetName", "arn:aws:budgets::{account}:budget/{}"),
    ),
    "cloudwatch": (
        ("ResourceARN", "{}"),
        ("AlarmName", "alarm:{}"),
        ("AlarmNames", "alarm:{}"),
        ("DashboardName", "arn:aws:cloudwatch::{account}:dashboard/{}"),
        ("DashboardNames", "arn:aws:cloudwatch::{account}:dashboard/{}"),
    ),
    "codedeploy": (
        ("ResourceArn", "{}"),
        ("deploymentGroupName", "deploymentgroup:{applicationName}/{}"),
        ("currentDeploymentGroupName", "deploymentgroup:{applicationName}/{}"),
        ("deploymentConfigName", "deploymentconfig:{}"),
        ("applicationName", "application:{}"),
    ),
    "cognito-idp": (("ResourceArn", "{}"), ("UserPoolId", "userpool/{}")),
    "dynamodb": (
        ("ResourceArn", "{}"),
        ("TableName", "table/{}"),
        ("SourceTableArn", "{}"),
        ("SourceTableName", "table/{}"),
    ),
    "events": (("ResourceARN", "{}"), ("Rule", "rule/{}"), ("Name", "rule/{}")),
    "firehose": (("DeliveryStreamName", "deliverystream/{}"),),
    "glue": (
        ("ResourceArn", "{}"),
        ("TableInput.Name", "table/{DatabaseName}/{}"),
        ("TableName", "table/{DatabaseName}/{}"),
        ("DatabaseName", "table/{DatabaseName}/{Name}"),
        ("DatabaseInput.Name", "database/{}"),
        ("Name", "database/{}"),
    ),
    "iam": (
        ("RoleName", "arn:aws:iam::{account}:role/{}"),
        ("PolicyArn", "{}"),
        ("PolicyName", "arn:aws:iam::{account}:policy/{}"),
    ),
    "kms": (("AliasName", "{}"), ("KeyId", "key/{}")),
    "lambda": (
        ("Resource", "{}"),
        ("FunctionName", "function:{}"),
        ("CodeSigningConfigArn", "{}"),
    ),
    "logs": (
        ("resourceArn", "{}"),
        ("logGroupIdentifier", "log-group:{}"),
        ("logGroupName", "log-group:{}"),
    ),
    "route53": (("Id", "arn:aws:route53:::hostedzone/{}"),),
    "secretsmanager": (("SecretId", "secret:{}"), ("Name", "secret:{}-AbCdEf")),
    "signer": (("profileName", "/signing-profiles/{}"), ("jobId", "/signing-jobs/{}")),
    "sns": (("TopicArn", "{}"), ("SubscriptionArn", "{}"), ("ResourceArn", "{}"), ("Name", "{}")),
    "sqs": (("QueueUrl", "{}"), ("QueueName", "{}")),
    "ssm": (
        ("ResourceId", "parameter{}"),
        ("Name", "parameter{}"),
        ("Names", "parameter{}"),
        ("Path", "parameter{}"),
    ),
    "wafv2": (("ResourceArn", "{}"), ("ResourceARN", "{}"), ("WebACLArn", "{}"), ("Id", "{}")),
    "xray": (
        ("ResourceARN", "{}"),
        ("GroupARN", "{}"),
        ("GroupName", "group/{}/ABCDEF"),
        ("RuleName", "sampling-rule/{}"),
        ("SamplingRule.RuleName", "sampling-rule/{}"),
        ("SamplingRuleUpdate.RuleName", "sampling-rule/{}"),
    ),
}
