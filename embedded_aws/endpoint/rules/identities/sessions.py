"""Sessions of roles: who may assume which (STS API reference, AssumeRole).

The words are STS's own (recordings of AssumeRole's refusals).
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from moto.sts.models import sts_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.identities.roles import iam, statements
from embedded_aws.endpoint.rules.rule import Given, rule
from embedded_aws.endpoint.rules.values import listed, parsed

ASSUME = "sts:assumerole"
ROOT = f"arn:aws:iam::{ACCOUNT_ID}:root"
NO_ONE = "user/moto"
"""The end of moto's ARN of a caller whose key is none of IAM's: the account itself here."""
_ARN = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/.+")


def _arn(given: Given) -> str | None:
    named = given.get("RoleArn")
    return None if _ARN.fullmatch(str(named)) else f"{named} is invalid"


def _role(given: Given) -> Any:
    stored = list(iam().roles.values())
    return next((each for each in stored if each.arn == given.get("RoleArn")), None)


def _is_ours(given: Given) -> bool:
    return str(given.get("RoleArn")).split(":")[4] == ACCOUNT_ID


def _trust(given: Given) -> str | None:
    if not _is_ours(given):
        return None  # of an account that is not here
    caller, role = _caller(given.access_key), _role(given)
    if role is not None and _trusts(role, caller, given):
        return None
    return (
        f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: "
        f"{given['RoleArn']}"
    )


def _caller(access_key: str) -> str:
    """The ARN of who signs: a user, a role's session, or the account itself."""
    stored: Any = sts_backends[ACCOUNT_ID]["aws"]
    _, arn, _ = stored.get_caller_identity(access_key, "us-east-1")
    return ROOT if str(arn).endswith(NO_ONE) else str(arn)


def _trusts(role: Any, caller: str, given: Given) -> bool:
    document = role.assume_role_policy_document
    policy = parsed(document) if isinstance(document, str) else document
    effects = {
        each.get("Effect")
        for each in statements(policy if isinstance(policy, dict) else {})
        if _acts(each) and _names(each, caller) and _is_met(each, given)
    }
    return effects == {"Allow"}


def _acts(statement: Mapping[str, Any]) -> bool:
    actions = [str(each).lower() for each in listed(statement.get("Action"))]
    return any(each in {ASSUME, "sts:*", "*"} for each in actions)


def _names(statement: Mapping[str, Any], caller: str) -> bool:
    """Whether the caller is a principal: itself, its role, its account, or anyone."""
    principal = statement.get("Principal")
    named = listed(principal.get("AWS") if isinstance(principal, dict) else principal)
    role = re.sub(r":sts::(\d+):assumed-role/(.+)/[^/]+$", r":iam::\1:role/\2", caller)
    return bool({caller, role, ROOT, ACCOUNT_ID, "*"} & set(map(str, named))) or any(
        str(each).endswith(f"/{role.rsplit('/', maxsplit=1)[-1]}") for each in named
    )


def _is_met(statement: Mapping[str, Any], given: Given) -> bool:
    """Whether the request has the external id that the statement asks for.

    Of other conditions, an Allow takes all for met, and a Deny none.
    """
    if statement.get("Effect") == "Deny" and statement.get("Condition"):
        return False
    for operator, block in (statement.get("Condition") or {}).items():
        for key, values in block.items():
            fits = given.get("ExternalId") in listed(values)
            if key.lower() == "sts:externalid" and operator == "StringEquals" and not fits:
                return False
            if key.lower() == "aws:multifactorauthpresent" and operator == "Bool":
                return str(values).lower() != "true"
    return True


def _duration(given: Given) -> str | None:
    role = _role(given)
    longest = int(getattr(role, "max_session_duration", None) or 3600)
    if role is None or int(given.get("DurationSeconds") or 0) <= longest:
        return None
    return "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."


def _tags(given: Given) -> str | None:
    keys = [str(each.get("Key")) for each in given.get("Tags") or ()]
    if len({each.lower() for each in keys}) < len(keys):
        return "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    if set(given.get("TransitiveTagKeys") or ()) - set(keys):
        return "The specified transitive tag key must be included in the requested tags."
    return None


def _policy(given: Given) -> str | None:
    policy = given.get("Policy")
    if policy is None or isinstance(parsed(policy), dict):
        return None
    return "The policy is not in the valid JSON format."


RULES = (
    rule("AssumeRole", "ValidationError", _arn),
    rule("AssumeRole", "InvalidParameterValue", _tags),
    rule("AssumeRole", "MalformedPolicyDocument", _policy),
    rule("AssumeRole", "AccessDenied", _trust, HTTPStatus.FORBIDDEN),
    rule("AssumeRole", "ValidationError", _duration),
)
