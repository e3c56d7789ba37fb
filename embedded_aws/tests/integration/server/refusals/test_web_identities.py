"""Roles that jobs of GitHub assume with their tokens, and the refusals of others.

STS API reference, AssumeRoleWithWebIdentity; GitHub docs, "Configuring OpenID Connect in AWS";
aws-actions/configure-aws-credentials has the words.
"""

import base64
import json
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from embedded_aws.tests.integration.server.account.refusing import refusal
from embedded_aws.tests.integration.server.refusals.world import REGION, World, arn

ISSUER = "token.actions.githubusercontent.com"
PROVIDER = {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"}
ACTION = "sts:AssumeRoleWithWebIdentity"
OURS = "repo:acme/shop:ref:refs/heads/main"
NOT_AUTHORIZED = "Not authorized to perform sts:AssumeRoleWithWebIdentity"


def token(**claims: str) -> str:
    plain = {"iss": f"https://{ISSUER}", "aud": "sts.amazonaws.com", "sub": OURS, **claims}
    parts = [{"alg": "RS256"}, plain]
    texts = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode() for each in parts]
    return ".".join([*(each.rstrip("=") for each in texts), "signature"])


def assume(world: World, role: str, given: str) -> tuple[int, str, str]:
    sts = boto3.client(
        "sts",
        endpoint_url=world.aws.endpoint,
        region_name=REGION,
        config=Config(signature_version=UNSIGNED),
    )
    named = {"RoleArn": role, "RoleSessionName": "job", "WebIdentityToken": given}
    return refusal(sts, "assume_role_with_web_identity", **named)


def role_of(world: World, subject: str = "repo:acme/shop:*") -> str:
    condition = {
        "StringEquals": {f"{ISSUER}:aud": "sts.amazonaws.com"},
        "StringLike": {f"{ISSUER}:sub": subject},
    }
    return world.role(Principal=PROVIDER, Action=ACTION, Condition=condition)


def test_a_job_of_the_repository_assumes_the_role(world: World) -> None:
    assert assume(world, role_of(world), token())[1] == ""


@pytest.mark.parametrize("claims", [{"sub": "repo:evil/shop:x"}, {"aud": "other"}, {"iss": "x"}])
def test_another_job_does_not(world: World, claims: dict[str, str]) -> None:
    answer = assume(world, role_of(world), token(**claims))

    assert answer == (403, "AccessDenied", NOT_AUTHORIZED)


def test_a_repository_named_otherwise_than_the_trust_does_not(world: World) -> None:
    """Subjects of repositories made after July 2026 carry ids (configure-aws-credentials#1888)."""
    answer = assume(world, role_of(world), token(sub="repo:acme@1/shop@2:ref:refs/heads/main"))

    assert answer[1:] == ("AccessDenied", NOT_AUTHORIZED)


def test_what_is_no_token_is_refused(world: World) -> None:
    status, code, message = assume(world, role_of(world), "abcde")

    assert (status, code) == (400, "InvalidIdentityToken")
    assert message.startswith("The ID Token provided is not a valid JWT.")


def test_a_role_that_is_not_there_is_not_told_apart(world: World) -> None:
    gone: Any = assume(world, arn("iam", "role/nobody").replace(f":{REGION}:", "::"), token())

    assert gone == (403, "AccessDenied", NOT_AUTHORIZED)
