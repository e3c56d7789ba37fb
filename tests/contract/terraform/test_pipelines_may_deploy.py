"""The deploy role may do what a deployment calls, also what the embedded AWS never sees of it."""

import pytest

from shared.product import NAME
from tests.harness.iam.policies import STATE_BUCKET, Pipeline, Previews, covering, grants, unreached

PROD = Pipeline("prod")
HERE = "eu-central-1:123456789012"
THERE = "eu-west-1:123456789012"
FUNCTION = f"arn:aws:lambda:{HERE}:function:{NAME}-prod-parcels"
ALIAS = f"{FUNCTION}:live"
SIGNERS = f"arn:aws:lambda:{HERE}:code-signing-config:csc-0123456789abcdef0"
PROFILE = f"arn:aws:signer:{HERE}:/signing-profiles/{NAME}_prod_20260131"
VAULT = f"arn:aws:backup:{HERE}:backup-vault:{NAME}-prod"
PLAN = f"arn:aws:backup:{HERE}:backup-plan:0a1b2c3d"
KEY, KEY_THERE = (f"arn:aws:kms:{place}:key/0a1b2c3d" for place in (HERE, THERE))
TABLE, REPLICA = (f"arn:aws:dynamodb:{place}:table/{NAME}-prod-parcels" for place in (HERE, THERE))
PACKAGE = f"arn:aws:s3:::{NAME}-prod-artifacts-123456789012/packages/parcels"
ARTIFACTS = f"arn:aws:s3:::{NAME}-prod-artifacts-123456789012"
SECRET = f"arn:aws:secretsmanager:{HERE}:secret:/prod/consumers/acme-AbCdEf"
DOMAIN = "arn:aws:apigateway:eu-central-1::/domainnames/api.example.com"
STAGE = "arn:aws:apigateway:eu-central-1::/restapis/a1b2c3/stages/v1"
ACL = f"arn:aws:wafv2:{HERE}:regional/webacl/{NAME}-prod/0a1b2c3d"
CHECK = "arn:aws:route53:::healthcheck/0a1b2c3d"
ZONE = "arn:aws:route53:::hostedzone/Z0123456789"

# What the laptop does not do, and what Terraform's AWS provider 5.100 calls for it (its source by
# resource, and the permissions that each operation's page in AWS's API references asks for).
UNSEEN = {
    "code signing": {
        "*": ["lambda:CreateCodeSigningConfig", "signer:PutSigningProfile"],
        SIGNERS: [
            "lambda:DeleteCodeSigningConfig",
            "lambda:GetCodeSigningConfig",
            "lambda:ListTags",
            "lambda:PutFunctionCodeSigningConfig",
            "lambda:TagResource",
            "lambda:UpdateCodeSigningConfig",
        ],
        FUNCTION: [
            "lambda:DeleteFunctionCodeSigningConfig",
            "lambda:GetFunctionCodeSigningConfig",
            "lambda:PutFunctionCodeSigningConfig",
        ],
        PROFILE: [
            "signer:CancelSigningProfile",
            "signer:GetSigningProfile",
            "signer:ListTagsForResource",
            "signer:StartSigningJob",
            "signer:TagResource",
            "signer:UntagResource",
        ],
        f"arn:aws:signer:{HERE}:/signing-jobs/0a1b2c3d": ["signer:DescribeSigningJob"],
        ARTIFACTS: ["s3:GetBucketVersioning", "s3:ListBucket"],
        f"{PACKAGE}/0123.zip": ["s3:GetObjectVersion"],
        f"{PACKAGE}/signed/0a1b2c3d.zip": ["s3:GetObject", "s3:PutObject"],
    },
    "provisioned concurrency": {
        ALIAS: [
            "lambda:DeleteProvisionedConcurrencyConfig",
            "lambda:GetProvisionedConcurrencyConfig",
            "lambda:PutProvisionedConcurrencyConfig",
        ],
        FUNCTION: [
            "lambda:DeleteFunctionConcurrency",
            "lambda:GetFunctionConcurrency",
            "lambda:PutFunctionConcurrency",
        ],
    },
    "AWS Backup": {
        "*": ["backup-storage:MountCapsule"],
        VAULT: [
            "backup:CreateBackupVault",
            "backup:DeleteBackupVault",
            "backup:DescribeBackupVault",
            "backup:ListRecoveryPointsByBackupVault",
            "backup:ListTags",
            "backup:TagResource",
            "backup:UntagResource",
        ],
        PLAN: [
            "backup:CreateBackupPlan",
            "backup:CreateBackupSelection",
            "backup:DeleteBackupPlan",
            "backup:DeleteBackupSelection",
            "backup:GetBackupPlan",
            "backup:GetBackupSelection",
            "backup:ListTags",
            "backup:TagResource",
            "backup:UpdateBackupPlan",
        ],
        KEY: ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
        f"arn:aws:iam::123456789012:role/{NAME}-prod-backup": ["iam:GetRole", "iam:PassRole"],
    },
    "replicas of tables": {
        TABLE: [
            "dynamodb:BatchWriteItem",
            "dynamodb:CreateTableReplica",
            "dynamodb:DeleteItem",
            "dynamodb:DeleteTableReplica",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:UpdateItem",
            "dynamodb:UpdateTable",
        ],
        REPLICA: [
            "dynamodb:DescribeContinuousBackups",
            "dynamodb:DescribeTable",
            "dynamodb:ListTagsOfResource",
            "dynamodb:TagResource",
            "dynamodb:UntagResource",
            "dynamodb:UpdateContinuousBackups",
        ],
        f"arn:aws:kms:{HERE}:key/aws/dynamodb": ["kms:DescribeKey"],
        f"arn:aws:kms:{THERE}:key/aws/dynamodb": ["kms:DescribeKey"],
        "arn:aws:iam::123456789012:role/aws-service-role/replication.dynamodb.amazonaws.com/"
        "AWSServiceRoleForDynamoDBReplication": ["iam:CreateServiceLinkedRole"],
    },
    "replicas of keys and secrets": {
        "*": ["kms:CreateKey"],
        KEY: ["kms:DescribeKey", "kms:ReplicateKey"],
        KEY_THERE: [
            "kms:DescribeKey",
            "kms:GetKeyPolicy",
            "kms:GetKeyRotationStatus",
            "kms:ListResourceTags",
            "kms:PutKeyPolicy",
            "kms:ScheduleKeyDeletion",
            "kms:TagResource",
        ],
        SECRET: [
            "secretsmanager:CreateSecret",
            "secretsmanager:RemoveRegionsFromReplication",
            "secretsmanager:ReplicateSecretToRegions",
        ],
    },
    "health checks": {
        "*": ["route53:CreateHealthCheck"],
        CHECK: [
            "route53:ChangeTagsForResource",
            "route53:DeleteHealthCheck",
            "route53:GetHealthCheck",
            "route53:ListTagsForResource",
            "route53:UpdateHealthCheck",
        ],
    },
    "a domain, with mutual TLS": {
        "arn:aws:apigateway:eu-central-1::/domainnames": [
            "apigateway:AddCertificateToDomain",
            "apigateway:POST",
        ],
        DOMAIN: [
            "apigateway:AddCertificateToDomain",
            "apigateway:DELETE",
            "apigateway:GET",
            "apigateway:PATCH",
            "apigateway:RemoveCertificateFromDomain",
        ],
        f"{DOMAIN}/basepathmappings": ["apigateway:POST"],
        f"{DOMAIN}/basepathmappings/v1": ["apigateway:DELETE", "apigateway:GET"],
        f"arn:aws:acm:{HERE}:certificate/0a1b2c3d": ["acm:DescribeCertificate"],
        ZONE: [
            "route53:ChangeResourceRecordSets",
            "route53:GetHostedZone",
            "route53:ListResourceRecordSets",
        ],
        "arn:aws:route53:::change/C0123456789": ["route53:GetChange"],
    },
    "changes and ends of access logs": {
        f"arn:aws:firehose:{HERE}:deliverystream/{NAME}-prod-access-log-lines": [
            "firehose:DeleteDeliveryStream",
            "firehose:TagDeliveryStream",
            "firehose:UpdateDestination",
        ],
        f"arn:aws:iam::123456789012:role/{NAME}-prod-log-delivery": ["iam:PassRole"],
        f"arn:aws:iam::123456789012:role/{NAME}-prod-log-subscriptions": ["iam:PassRole"],
        f"arn:aws:glue:{HERE}:catalog": ["glue:DeleteDatabase", "glue:GetTable"],
        f"arn:aws:glue:{HERE}:database/{NAME}_prod": ["glue:DeleteDatabase"],
        f"arn:aws:glue:{HERE}:table/{NAME}_prod/access_logs": [
            "glue:DeleteTable",
            "glue:UpdateTable",
        ],
        f"arn:aws:athena:{HERE}:workgroup/{NAME}-prod": [
            "athena:CreateNamedQuery",
            "athena:DeleteNamedQuery",
            "athena:DeleteWorkGroup",
            "athena:GetNamedQuery",
            "athena:UpdateWorkGroup",
        ],
        f"arn:aws:logs:{HERE}:log-group:/{NAME}/prod/gateway/access": [
            "logs:DeleteSubscriptionFilter",
            "logs:DescribeSubscriptionFilters",
            "logs:PutSubscriptionFilter",
        ],
    },
    "a web ACL": {
        "*": [
            "logs:CreateLogDelivery",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:PutResourcePolicy",
        ],
        ACL: [
            "wafv2:AssociateWebACL",
            "wafv2:CreateWebACL",
            "wafv2:DeleteLoggingConfiguration",
            "wafv2:DeleteWebACL",
            "wafv2:GetLoggingConfiguration",
            "wafv2:GetWebACL",
            "wafv2:ListTagsForResource",
            "wafv2:PutLoggingConfiguration",
            "wafv2:TagResource",
            "wafv2:UpdateWebACL",
        ],
        STAGE: [
            "apigateway:SetWebACL",
            "wafv2:AssociateWebACL",
            "wafv2:DisassociateWebACL",
            "wafv2:GetWebACLForResource",
        ],
    },
}


@pytest.mark.parametrize("part", UNSEEN)
def test_what_is_not_seen_here_is_allowed_too(part: str) -> None:
    calls = [(action, resource) for resource in UNSEEN[part] for action in UNSEEN[part][resource]]

    assert [each for each in calls if PROD.refuses(*each)] == []


@pytest.mark.parametrize("action", sorted(grants(PROD.granted)))
def test_an_action_is_granted_on_what_aws_looks_at(action: str) -> None:
    """Each kind of resource that the reference names for it, else `*`."""
    assert list(unreached(action, grants(PROD.granted)[action])) == []


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("dynamodb:DeleteTable", "arn:aws:dynamodb:eu-central-1:123456789012:table/other"),
        ("kms:ScheduleKeyDeletion", f"arn:aws:kms:{HERE}:key/aws/dynamodb"),
        ("s3:GetObject", f"arn:aws:s3:::{NAME}-state-123456789012-eu-central-1/x.tfstate"),
        ("secretsmanager:GetSecretValue", SECRET.replace("/prod/", "/dev/")),
        ("iam:PutRolePolicy", f"arn:aws:iam::123456789012:role/{NAME}-prod-deploy"),
    ],
)
def test_others_things_are_refused(action: str, resource: str) -> None:
    assert PROD.refuses(action, resource)


@pytest.mark.parametrize("action", sorted(grants(PROD.granted)))
def test_the_end_of_what_pipelines_may_do_leaves_room_for_it(action: str) -> None:
    assert list(unreached(action, covering([PROD.boundary], action))) == []


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("dynamodb:DeleteTable", TABLE),
        ("s3:DeleteObjectVersion", f"arn:aws:s3:::{STATE_BUCKET}/prod/platform.tfstate"),
        ("s3:DeleteObjectVersion", f"arn:aws:s3:::{STATE_BUCKET}/bootstrap.tfstate"),
        ("s3:GetObject", f"arn:aws:s3:::{STATE_BUCKET}/prod/platform.tfstate"),
        ("s3:PutBucketPolicy", f"arn:aws:s3:::{STATE_BUCKET}"),
        ("secretsmanager:GetSecretValue", SECRET),
        ("iam:UpdateAssumeRolePolicy", f"arn:aws:iam::123456789012:role/{NAME}-prod-deploy"),
        ("iam:UpdateAssumeRolePolicy", f"arn:aws:iam::123456789012:role/{NAME}-prod-preview"),
    ],
)
def test_pull_requests_reach_no_lasting_environment(action: str, resource: str) -> None:
    assert Previews("pr-42").refuses(action, resource)


def test_pull_requests_erase_their_own_states() -> None:
    state = f"arn:aws:s3:::{STATE_BUCKET}/pr-42/platform.tfstate"

    assert not Previews("pr-42").refuses("s3:DeleteObjectVersion", state)
    assert PROD.refuses("s3:DeleteObjectVersion", state)


def test_a_pipeline_leaves_the_role_of_pull_requests_alone() -> None:
    role = f"arn:aws:iam::123456789012:role/{NAME}-prod-preview"

    assert PROD.refuses("iam:UpdateAssumeRolePolicy", role)
