from types import ModuleType
from typing import Any

import pytest

from tests.unit.review.aws_rules.subjects import of, policy, sentences
from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.rules.access import iam_names, iam_sizes

TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/parcels"
BUCKET = "arn:aws:s3:::packages"


def read(**more: Any) -> Subject:
    return policy(Action="dynamodb:GetItem", Resource=TABLE, **more)


def when(operator: str, key: str) -> Subject:
    return read(Condition={operator: {key: ["x"]}})


@pytest.mark.parametrize(
    ("rule", "subject", "sentence"),
    [
        (iam_names, policy(Action="dynamodb:ReadItem", Resource=TABLE), "no action dynamodb:Read"),
        (iam_names, policy(Action="dynamo:GetItem", Resource=TABLE), "no action dynamo:GetItem"),
        (iam_names, policy(Action="dynamodb:Fetch*", Resource="*"), "no action dynamodb:Fetch*"),
        (iam_names, policy(Action="dynamodb:GetItem", Resource=BUCKET), "cannot be given"),
        (iam_names, policy(Action="s3:GetObject", Resource=BUCKET), "s3:GetObject cannot be"),
        (iam_names, policy(Action="dynamodb:ListTables", Resource=TABLE), "cannot be given"),
        (iam_names, when("StringIs", "aws:SourceArn"), "no condition operator StringIs"),
        (iam_names, when("StringEquals", "aws:SourceRegion"), "condition key aws:SourceRegion"),
        (iam_names, when("StringEquals", "dynamodb:Leader"), "condition key dynamodb:Leader"),
        (iam_names, when("StringEquals", "s3:prefix"), "condition key s3:prefix"),
        (iam_names, of("module", table_actions=["dynamodb:Fetch"]), "no action dynamodb:Fetch"),
        (
            iam_names,
            of("aws_iam_policy_document", statement=[{"actions": ["kms:Sing"]}]),
            "no action kms:Sing",
        ),
        (iam_sizes, policy(Sid="x" * 10_241), "a role has room for 10,240"),
        (iam_sizes, of("aws_iam_policy", policy=f'{{"Id": "{"x" * 6_144}"}}'), "stores 6,144"),
        (iam_sizes, of("aws_iam_role", assume_role_policy='"' + "x" * 2_048), "stores 2,048"),
        (
            iam_sizes,
            of("aws_cloudwatch_log_resource_policy", policy_document=f'"{"x" * 5_120}"'),
            "stores 5,120",
        ),
        (iam_sizes, policy(Sid="x" * 6_000) + policy(Sid="x" * 6_000), "characters together"),
        (iam_sizes, of("aws_iam_policy", policy="{Statement}"), "is no JSON"),
    ],
)
def test_what_iam_refuses_is_found(rule: ModuleType, subject: Subject, sentence: str) -> None:
    assert sentence in sentences(rule, subject)


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        (iam_names, read()),
        (iam_names, policy(Action="dynamodb:GetItem", Resource="arn:aws:dynamodb:*:*:table/o*")),
        (iam_names, policy(Action="dynamodb:*", Resource=[TABLE, f"{TABLE}/index/by_day"])),
        (iam_names, policy(Action="s3:GetObject", Resource=f"{BUCKET}/*")),
        (iam_names, policy(Action="logs:PutLogEvents", Resource="arn:aws:logs:r:1:log-group:a:*")),
        (iam_names, policy(Action="dynamodb:ListTables", Resource="*")),
        (iam_names, when("ForAllValues:StringLikeIfExists", "dynamodb:LeadingKeys")),
        (iam_names, when("StringEquals", "aws:PrincipalTag/team")),
        (iam_names, when("StringEquals", "token.actions.githubusercontent.com:sub")),
        (iam_names, policy(Action="kms:Encrypt*", Resource="*")),
        (iam_names, of("module", ok_actions=["a topic"], table_actions=["dynamodb:Query"])),
        (iam_sizes, policy(Sid="x" * 9_000)),
        (iam_sizes, of("aws_iam_policy", policy=f'{{"Id": "x" {" " * 7_000}}}')),
    ],
)
def test_what_iam_takes_passes(rule: ModuleType, subject: Subject) -> None:
    assert sentences(rule, subject) == ""
