import json
from typing import Any

import pytest

from tests.unit.review.aws_rules.subjects import of, policy, sentences
from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.rules.access import iam_names, policy_grammar

BUCKET = "arn:aws:s3:::packages"
TOPIC = "arn:aws:sns:eu-central-1:123456789012:pages"
ACCOUNT = {"AWS": "arn:aws:iam::123456789012:root"}
HOOK = "codedeploy:PutLifecycleEventHookExecutionStatus"
GROUP = "arn:aws:codedeploy:eu-central-1:123456789012:deploymentgroup:x/live"


def text(*statements: dict[str, Any]) -> str:
    return json.dumps({"Statement": [{"Effect": "Allow", **each} for each in statements]})


def trust(**statement: Any) -> Subject:
    return of("aws_iam_role", assume_role_policy=text({"Action": "sts:AssumeRole", **statement}))


def github(**condition: Any) -> Subject:
    provider = {"Federated": "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"}
    action = "sts:AssumeRoleWithWebIdentity"
    return trust(Action=action, Principal=provider, Condition=condition)


def bucket(**statement: Any) -> Subject:
    allow = {"Action": "s3:GetObject", "Principal": "*", "Resource": f"{BUCKET}/*", **statement}
    return of("aws_s3_bucket_policy", bucket="packages", policy=text(allow))


def topic(**statement: Any) -> Subject:
    allow = {"Action": "sns:Publish", "Principal": "*", "Resource": TOPIC, **statement}
    return of("aws_sns_topic_policy", policy=text(allow))


def key(*statements: dict[str, Any]) -> Subject:
    return of("aws_kms_key", policy=text(*({"Resource": "*", **each} for each in statements)))


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        (trust(Principal={"Service": "lamda.amazonaws.com"}), "no service lamda.amazonaws.com"),
        (trust(Principal={"Service": "lambda.amazonaws.org"}), "no service lambda.amazonaws.org"),
        (trust(Principal={"AWS": "parcels-role"}), "parcels-role is no principal"),
        (trust(Principal={"Role": "*"}), "no kind of principal Role"),
        (trust(), "a statement has no Principal"),
        (trust(Principal=ACCOUNT, Resource="*"), "a statement has a Resource"),
        (policy(Action="s3:GetObject", Resource="*", Principal="*"), "has a Principal"),
        (policy(Action="s3:GetObject"), "a statement has no Resource"),
        (policy(Action="s3:GetObject", Resource="*", Sid="Read it"), "Read it is no Sid"),
        (policy(Action="s3:GetObject", Resource="*", Effect="Permit"), "neither allows nor denies"),
        (bucket(Resource="arn:aws:s3:::other/*"), "arn:aws:s3:::other/* is not this bucket's"),
        (topic(Action="sns:*"), "A topic's policy cannot have sns:*"),
        (topic(Principal={"Service": "clouwatch.amazonaws.com"}), "no service clouwatch"),
        (key({"Action": "kms:Decrypt", "Principal": ACCOUNT}), "Nobody may change the key's"),
        (
            key({"Action": "kms:*", "Principal": {"Service": "logs.amazonaws.com"}}),
            "Nobody may change the key's policy",
        ),
        (
            bucket(Sid="A") + topic(Sid="A") + key({"Sid": "A"}, {"Sid": "A"}),
            "2 statements are called A",
        ),
        (
            of("aws_lambda_permission", principal="apigatway.amazonaws.com"),
            "no service apigatway.amazonaws.com",
        ),
    ],
)
def test_what_is_no_policy_of_its_kind_is_found(subject: Subject, sentence: str) -> None:
    assert sentence in sentences(policy_grammar, subject)


@pytest.mark.parametrize(
    "subject",
    [
        trust(Principal={"Service": ["lambda.amazonaws.com", "logs.eu-central-1.amazonaws.com"]}),
        github(StringEquals={"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}),
        bucket(Resource=[BUCKET, f"{BUCKET}/*"]),
        topic(Principal={"Service": "budgets.amazonaws.com"}),
        key({"Action": "kms:*", "Principal": ACCOUNT}),
        of("aws_lambda_permission", principal="123456789012"),
    ],
)
def test_what_is_a_policy_of_its_kind_passes(subject: Subject) -> None:
    assert sentences(policy_grammar, subject) == ""


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        (trust(Action="sts:AssumeRol", Principal=ACCOUNT), "IAM has no action sts:AssumeRol"),
        (github(StringEquals={"sts:Audience": "x"}), "condition key sts:Audience"),
        (bucket(Action="s3:PutBucketTags", Resource=BUCKET), "no action s3:PutBucketTags"),
        (bucket(Action="s3:GetObject", Resource=BUCKET), "s3:GetObject cannot be given"),
        (bucket(Condition={"Bool": {"s3:secureTransport": "x"}}), "condition key s3:secureTr"),
        (topic(Action="sns:Send"), "IAM has no action sns:Send"),
        (topic(Condition={"StringEquals": {"sns:Topic": "x"}}), "condition key sns:Topic"),
        (key({"Action": "kms:Encipher", "Principal": ACCOUNT}), "no action kms:Encipher"),
    ],
)
def test_policies_of_roles_and_resources_have_names_that_iam_knows(
    subject: Subject, sentence: str
) -> None:
    assert sentence in sentences(iam_names, subject)


def test_a_hook_may_report_to_its_deployment_groups_alone() -> None:
    assert sentences(iam_names, policy(Action=HOOK, Resource=GROUP)) == ""
    assert "cannot be given" in sentences(iam_names, policy(Action=HOOK, Resource=BUCKET))
