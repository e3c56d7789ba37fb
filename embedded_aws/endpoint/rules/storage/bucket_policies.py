"""Policies of buckets (Amazon S3 API reference, PutBucketPolicy; "Blocking public access").

The words are S3's own (recordings of its refusals).
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.identities.roles import is_principal, statements
from embedded_aws.endpoint.rules.rule import Given, rule
from embedded_aws.endpoint.rules.storage.buckets import bucket_of
from embedded_aws.endpoint.rules.values import listed, parsed

PUT, MALFORMED = "PutBucketPolicy", "MalformedPolicy"
NO_JSON = "Policies must be valid JSON and the first byte must be '{'"
NARROWING = (
    *("aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:sourceaccount"),
    *("aws:sourcearn", "aws:sourceip", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce"),
    *("s3:dataaccesspointaccount", "s3:dataaccesspointarn", "aws:userid"),
)


def _json(given: Given) -> str | None:
    policy = parsed(given.get("Policy"))
    if not isinstance(policy, dict):
        return NO_JSON
    return None if "Statement" in policy else "Missing required field Statement"


def _elements(given: Given) -> str | None:
    name = given.get("Bucket")
    ours = re.compile(rf"\*|arn:aws[a-z-]*:s3:::({re.escape(str(name))}|\*)(/.*)?")
    for each in statements(parsed(given.get("Policy"))):
        resources = [*listed(each.get("Resource")), *listed(each.get("NotResource"))]
        if not resources or not all(_is_resource(ours, str(one), str(name)) for one in resources):
            return "Policy has invalid resource"
        actions = [*listed(each.get("Action")), *listed(each.get("NotAction"))]
        if not all(str(one).lower().startswith("s3:") or one == "*" for one in actions):
            return "Policy has invalid action"
        principal = each.get("Principal")
        named = listed(principal.get("AWS")) if isinstance(principal, dict) else []
        if not all(is_principal(str(one)) for one in named):
            return "Invalid principal in policy"
    return None


def _is_resource(ours: re.Pattern[str], named: str, bucket: str) -> bool:
    """Whether it is of this bucket; one with wildcards is, when they fit its name."""
    if ours.fullmatch(named):
        return True
    pattern = named.removeprefix("arn:aws:s3:::").split("/", maxsplit=1)[0]
    parts = map(re.escape, pattern.split("*"))
    return named.startswith("arn:aws") and re.fullmatch(".*".join(parts), bucket) is not None


def _public(given: Given) -> str | None:
    bucket = bucket_of(given)
    block = bucket.public_access_block if bucket else None
    blocks = str(getattr(block, "block_public_policy", "")).lower() == "true"
    policy = parsed(given.get("Policy"))
    if not blocks or not any(_is_public(each) for each in statements(policy)):
        return None
    return (
        f"User: arn:aws:iam::{ACCOUNT_ID}:root is not authorized to perform: s3:PutBucketPolicy on "
        f'resource: "arn:aws:s3:::{bucket.name}" because public policies are prevented by the '
        "BlockPublicPolicy setting in S3 Block Public Access."
    )


def _is_public(statement: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal")
    named = listed(principal.get("AWS") if isinstance(principal, dict) else principal)
    tests = (statement.get("Condition") or {}).values()
    keys = {str(key).lower() for test in tests for key in test}
    return statement.get("Effect") == "Allow" and "*" in named and not keys & set(NARROWING)


RULES = (
    rule(PUT, MALFORMED, _json),
    rule(PUT, MALFORMED, _elements),
    rule(PUT, "AccessDenied", _public, HTTPStatus.FORBIDDEN),
)
