"""Dangers that rules find in real plans, and harmless changes that they leave alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.integration.review.plan.conftest import Shop
from tools.review.plan.facts.model import Danger, Kind
from tools.review.plan.ruleset import dangers

type Row = tuple[Kind, str, str, str]

DANGERS: list[Row] = [
    (Kind.DATA_LOSS, "aws_dynamodb_table.carts", 'name         = "carts"', 'name = "baskets"'),
    (Kind.INDEX, "aws_dynamodb_table.orders", '"ALL"', '"KEYS_ONLY"'),
    (Kind.PROTECTION, "aws_dynamodb_table.orders", "deletion_protection_enabled = true", ""),
    (
        Kind.PROTECTION, "aws_kms_key.data",
        "deletion_window_in_days = 30",
        "deletion_window_in_days = 7",
    ),
    (Kind.ENCRYPTION, "aws_kms_key.data", "enable_key_rotation     = true", ""),
    (Kind.ACCESS, "aws_s3_bucket_public_access_block.files", "block_public_policy     = true", ""),
    (Kind.PERMISSIONS, "aws_s3_bucket_policy.files", '"s3:*"', '"s3:Get*"'),
    (Kind.RETENTION, "aws_sqs_queue.work", "= 1209600", "= 60"),
    (Kind.PERMISSIONS, "aws_sqs_queue.work", ":sns:eu-central-1:123456789012:orders", ":sns:*:*:*"),
    (
        Kind.PERMISSIONS, "aws_iam_role.worker",
        '"lambda.amazonaws.com" }',
        '["lambda.amazonaws.com", "ec2.amazonaws.com"] }',
    ),
    (Kind.PERMISSIONS, "aws_iam_role_policy.worker", '["dynamodb:GetItem"]', '["dynamodb:*"]'),
    (Kind.PLAIN, "aws_lambda_function.worker", 'TABLE = "orders"', 'API_TOKEN = "abcdef"'),
    (Kind.WATCHING, "aws_lambda_function.worker", 'mode = "Active"', 'mode = "PassThrough"'),
    (Kind.AUTHORIZATION, "aws_lambda_function.worker", "https://one.", "https://other."),
    (Kind.WATCHING, "aws_lambda_function.worker", '"INFO" }', '"ERROR" }'),
    (Kind.UNKNOWN, "aws_cognito_user_pool.people", '"OFF"', "terraform_data.mfa.output"),
    (Kind.CALLER, "aws_lambda_permission.topic", "source_arn    = aws_sns_topic.orders.arn", ""),
    (
        Kind.RETENTION, "aws_cloudwatch_log_group.worker",
        "= 365",
        '= 30\n log_group_class = "INFREQUENT_ACCESS"',
    ),
    (
        Kind.WATCHING, "aws_cloudwatch_log_metric_filter.refused",
        'pattern        = "refused"',
        'pattern = "x"',
    ),
    (
        Kind.WATCHING, "aws_cloudwatch_metric_alarm.errors",
        "threshold           = 1\n",
        "threshold = 5\n",
    ),
    (Kind.WATCHING, "aws_cloudwatch_metric_alarm.few", "threshold           = 10", "threshold = 2"),
    (
        Kind.WATCHING, "aws_cloudwatch_event_rule.failed",
        '= "failed"',
        '= "failed"\n state = "DISABLED"',
    ),
    (Kind.AUTHORIZATION, "aws_api_gateway_method.list", '"AWS_IAM"', '"NONE"'),
    (Kind.LIMITS, "aws_api_gateway_usage_plan.bronze", "rate_limit  = 10", "rate_limit = 100"),
    (Kind.AUTHORIZATION, "aws_cognito_user_pool.people", "= 14", "= 8"),
    (Kind.AUTHORIZATION, "aws_cognito_user_pool_client.web", '"https://shop.', '"http://shop.'),
    (Kind.FIREWALL, "aws_wafv2_web_acl.shop", "      block {}", "      count {}"),
    (Kind.ACCESS, "aws_security_group.api", '["10.0.0.0/8"]', '["0.0.0.0/0"]'),
    (
        Kind.PROTECTION, "aws_secretsmanager_secret.worker",
        "recovery_window_in_days = 30",
        "recovery_window_in_days = 7",
    ),
    (Kind.PROTECTION, "aws_backup_plan.shop", "delete_after = 90", "delete_after = 7"),
    (Kind.AUTHORIZATION, "aws_ssm_parameter.groups", 'staff = ["', 'staff = ["orders/admin", "'),
    (Kind.RELEASES, "aws_lambda_alias.live", '"$LATEST"', '"1"'),
    (
        Kind.RELEASES, "aws_lambda_function.worker",
        '= "main.handle"',
        '= "main.handle"\n layers = ["arn:aws:lambda:eu-central-1:999999999999:layer:a:1"]',
    ),
    (
        Kind.RELEASES, "aws_codedeploy_deployment_group.shop",
        '"CodeDeployDefault.LambdaCanary10Percent5Minutes"',
        '"CodeDeployDefault.LambdaAllAtOnce"',
    ),
]  # fmt: skip
ADDED = """
resource "aws_ssm_parameter" "open" {
  name  = "/shop/db-password"
  type  = "String"
  value = "hunter2hunter2"
}

resource "aws_iam_role_policy_attachment" "everything" {
  role       = "somebody"
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}

resource "aws_lambda_permission" "stranger" {
  action        = "lambda:InvokeFunction"
  function_name = "worker"
  principal     = "999999999999"
}

resource "terraform_data" "mfa" {
  input = "OFF"
}

resource "aws_cloudwatch_event_permission" "stranger" {
  principal    = "999999999999"
  statement_id = "stranger"
}

resource "aws_iam_user_group_membership" "more" {
  user   = "somebody"
  groups = ["administrators"]
}

resource "aws_s3_bucket_lifecycle_configuration" "files" {
  bucket = "files"

  rule {
    id     = "forget"
    status = "Enabled"
    filter {}

    expiration {
      days = 30
    }
  }
}

resource "aws_s3_bucket_public_access_block" "stranger" {
  bucket                  = "others"
  block_public_acls       = true
  block_public_policy     = false
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_ec2_managed_prefix_list" "everybody" {
  name           = "everybody"
  address_family = "IPv4"
  max_entries    = 1

  entry {
    cidr = "0.0.0.0/0"
  }
}

resource "aws_s3_bucket_ownership_controls" "files" {
  bucket = "files"

  rule {
    object_ownership = "ObjectWriter"
  }
}

resource "aws_ebs_volume" "scratch" {
  availability_zone = "eu-central-1a"
  size              = 10
  encrypted         = false
}

resource "aws_cloudwatch_event_connection" "hook" {
  name               = "hook"
  authorization_type = "API_KEY"

  auth_parameters {
    api_key {
      key   = "x-token"
      value = "d41d8cd98f00b204e980"
    }
  }
}

resource "aws_launch_template" "machine" {
  name      = "machine"
  user_data = base64encode("export DB_PASSWORD=Sup3rS3cret")
}

resource "aws_cognito_identity_provider" "stranger" {
  user_pool_id     = aws_cognito_user_pool.people.id
  provider_name    = "stranger"
  provider_type    = "OIDC"
  provider_details = { oidc_issuer = "https://stranger.example.com" }
}

resource "aws_sqs_queue" "audit" {
  name = "audit"
}

resource "aws_iam_role_policy" "audit" {
  name = "audit"
  role = "worker"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.audit.arn },
      { Effect = "Allow", Action = "dynamodb:*", Resource = [aws_sqs_queue.audit.arn, "*"] },
    ]
  })
}

resource "aws_iam_role_policy" "open" {
  name   = "open"
  role   = "worker"
  policy = terraform_data.policy.output
}

resource "terraform_data" "policy" {
  input = jsonencode({ Version = "2012-10-17", Statement = [] })
}

output "admin_password" {
  value = "correct-horse"
}
"""
MADE = [
    (Kind.PERMISSIONS, "aws_iam_role_policy.audit"),
    (Kind.UNKNOWN, "aws_iam_role_policy.open"),
    (Kind.DATA_LOSS, "aws_cloudwatch_log_group.worker"),
    (Kind.WATCHING, "aws_cloudwatch_log_group.worker"),
    (Kind.ACCESS, "aws_cloudwatch_event_permission.stranger"),
    (Kind.PERMISSIONS, "aws_iam_user_group_membership.more"),
    (Kind.RETENTION, "aws_s3_bucket_lifecycle_configuration.files"),
    (Kind.ACCESS, "aws_s3_bucket_public_access_block.stranger"),
    (Kind.ACCESS, "aws_ec2_managed_prefix_list.everybody"),
    (Kind.AUTHORIZATION, "aws_cognito_identity_provider.stranger"),
    (Kind.ACCESS, "aws_s3_bucket_ownership_controls.files"),
    (Kind.ENCRYPTION, "aws_ebs_volume.scratch"),
    (Kind.PLAIN, "aws_cloudwatch_event_connection.hook"),
    (Kind.PLAIN, "aws_launch_template.machine"),
    (Kind.PLAIN, "output.admin_password"),
    (Kind.PLAIN, "aws_ssm_parameter.open"),
    (Kind.PERMISSIONS, "aws_iam_role_policy_attachment.everything"),
    (Kind.CALLER, "aws_lambda_permission.stranger"),
]
HARMLESS = [
    (
        'mfa_configuration = "OFF"',
        'mfa_configuration = "OPTIONAL"\n software_token_mfa_configuration {\n enabled = true\n }',
    ),
    ("rate_limit  = 10", "rate_limit = 5"),
    ("delete_after = 90", "delete_after = 365"),
    ('customer = ["orders/read"]', 'customer = ["orders/read", "parcels/write"]'),
    ("= 365", "= 731"),
    ('"aws_cloudwatch_metric_alarm" "few"', '"aws_cloudwatch_metric_alarm" "rare"'),
    ("threshold           = 1\n", "threshold = 1\n tags = { team = \"orders\" }\n"),
    (
        'TABLE = "orders"',
        'TABLE = "orders", PAGE_SIZE = "50", TOKEN_URL = "https://example.com/token", '
        "QUEUE = aws_sqs_queue.mail.url",
    ),
    ("limit              = 1000", "limit = 500"),
    (
        'actions   = ["dynamodb:GetItem"]\n    resources',
        'actions   = ["dynamodb:GetItem"]\n\n    resources',
    ),
    ('sid       = "ReadOrders"', 'sid       = "SeeOrders"'),
    ('["10.0.0.0/8"]', '["10.0.0.0/16"]'),
    ('= "AWS_IAM"', '= "AWS_IAM"\n authorization_scopes = []'),
]  # fmt: skip

MOVED = """
resource "aws_sqs_queue" "mail" {
  name = "mail"
}

locals {
  mail = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "${aws_sqs_queue.mail.arn}" },
    ]
  })
}

resource "aws_iam_role_policy" "mail" {
  name   = "mail"
  role   = "worker"
  policy = local.mail
}

output "issuer" {
  value = "https://one.example.com"
}

moved {
  from = aws_cloudwatch_metric_alarm.few
  to   = aws_cloudwatch_metric_alarm.rare
}
"""


@pytest.fixture(scope="module")
def found_dangers(shop: Shop) -> list[Danger]:
    plan = shop.plan([(find, replace) for _, _, find, replace in DANGERS], ADDED)
    return dangers("shop", plan, shop.folder)


@pytest.mark.parametrize(
    ("kind", "address"), [*((row[0], row[1]) for row in DANGERS), *MADE], ids=str
)
def test_a_danger_is_found_under_its_kind(
    found_dangers: list[Danger], kind: Kind, address: str
) -> None:
    assert (kind, address) in {(each.kind, each.address) for each in found_dangers}


def test_every_object_is_dangerous_in_no_other_way(found_dangers: list[Danger]) -> None:
    planted = {(row[0], row[1]) for row in DANGERS} | {*MADE}

    assert {(each.kind, each.address) for each in found_dangers} - planted == set()


def test_harmless_changes_raise_nothing(shop: Shop) -> None:
    plan = shop.plan(HARMLESS, MOVED)

    assert changed(plan) > len(HARMLESS) // 2
    assert dangers("shop", plan, shop.folder) == []


def test_what_the_apply_itself_did_is_no_drift(shop: Shop) -> None:
    plan = shop.plan([], refresh=True)

    assert "aws_iam_role.worker" in {each["address"] for each in plan["resource_drift"]}
    assert dangers("shop", plan) == []


def changed(plan: Mapping[str, Any]) -> int:
    return sum(each["change"]["actions"] != ["no-op"] for each in plan["resource_changes"])
