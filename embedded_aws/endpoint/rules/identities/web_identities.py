"""Sessions for tokens of an OIDC provider, such as those of GitHub's jobs.

STS API reference, AssumeRoleWithWebIdentity; aws-actions/configure-aws-credentials has the words.
The token's signature is not verified here: the provider's keys are elsewhere.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any

from embedded_aws.endpoint.rules.identities.permitted import role_with
from embedded_aws.endpoint.rules.identities.roles import statements
from embedded_aws.endpoint.rules.rule import Given, rule
from embedded_aws.endpoint.rules.values import listed, parsed

OPERATION = "AssumeRoleWithWebIdentity"
ACTIONS = {f"sts:{OPERATION}".lower(), "sts:*", "*"}
NO_JWT = (
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
)
COMPARED = ("StringEquals", "StringLike")


def _claims(given: Given) -> Mapping[str, Any] | None:
    parts = str(given.get("WebIdentityToken", "")).split(".")
    try:
        claims = json.loads(base64.urlsafe_b64decode(f"{parts[1]}==="))
    except (IndexError, ValueError):
        return None
    return claims if isinstance(claims, dict) else None


def _token(given: Given) -> str | None:
    return None if _claims(given) else NO_JWT


def _trust(given: Given) -> str | None:
    role = role_with(given.get("RoleArn"))
    document = role.assume_role_policy_document if role else None
    policy = parsed(document) if isinstance(document, str) else document
    claims = _claims(given) or {}
    if any(_fits(each, claims) for each in statements(policy or {})):
        return None
    return f"Not authorized to perform sts:{OPERATION}"


def _fits(statement: Mapping[str, Any], claims: Mapping[str, Any]) -> bool:
    issuer = str(claims.get("iss", "")).removeprefix("https://").rstrip("/")
    principal = statement.get("Principal")
    named = listed(principal.get("Federated") if isinstance(principal, dict) else None)
    actions = {str(each).lower() for each in listed(statement.get("Action"))}
    return (
        statement.get("Effect") == "Allow"
        and bool(actions & ACTIONS)
        and any(str(each).endswith(issuer) for each in named)
        and all(_tests(statement, issuer, claims))
    )


def _tests(statement: Mapping[str, Any], issuer: str, claims: Mapping[str, Any]) -> Iterator[bool]:
    """Whether each claim that the statement asks for is as it asks."""
    for operator, block in (statement.get("Condition") or {}).items():
        for key, patterns in block.items():
            claim = str(key).removeprefix(f"{issuer}:")
            if claim != key and operator.removeprefix("ForAnyValue:") in COMPARED:
                values = map(str, listed(claims.get(claim)))
                yield any(
                    fnmatchcase(one, str(each)) for one in values for each in listed(patterns)
                )


RULES = (
    rule(OPERATION, "InvalidIdentityToken", _token),
    rule(OPERATION, "AccessDenied", _trust, HTTPStatus.FORBIDDEN),
)
