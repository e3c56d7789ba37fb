"""Roles and their trust policies (IAM API reference, CreateRole; IAM quotas).

The words are IAM's own: hashicorp/terraform#15771, #7076, terraform-aws-iam#47, and recordings.
"""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from moto.iam.models import iam_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, rule
from embedded_aws.endpoint.rules.values import listed, parsed

MALFORMED = "MalformedPolicyDocument"
LARGEST_TRUST = 2048
TRUSTS = "CreateRole UpdateAssumeRolePolicy"
OF_A_ROLE = (
    "AttachRolePolicy DeleteRole DeleteRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies "
    "ListRolePolicies PutRolePolicy TagRole UpdateAssumeRolePolicy UpdateRole"
)
_SERVICE = re.compile(
    r"[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)"
)
_ROOT = re.compile(r"\d{12}|arn:aws[a-z-]*:(iam|sts)::(\d{12}|cloudfront):.+|AROA\w+|AIDA\w+|\*")
_OURS = re.compile(rf"arn:aws:iam::{ACCOUNT_ID}:(role|user)/(.+)")


def iam() -> Any:
    """IAM's resources in this account."""
    return iam_backends[ACCOUNT_ID]["aws"]


def role_named(name: object) -> Any:
    """The role with a name; None without one."""
    return next((each for each in list(iam().roles.values()) if each.name == name), None)


def document_of(given: Given) -> Any:
    """The trust policy of the request; nothing but an object is one."""
    return parsed(given.get("AssumeRolePolicyDocument") or given.get("PolicyDocument"))


def _json(given: Given) -> str | None:
    return None if isinstance(document_of(given), dict) else "This policy contains invalid Json"


def statements(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The statements of a policy that are objects."""
    yield from (each for each in listed(document.get("Statement")) if isinstance(each, dict))


def _form(given: Given) -> str | None:
    document = document_of(given)
    known = document.get("Version", "2012-10-17") in {"2012-10-17", "2008-10-17"}
    if not known or not listed(document.get("Statement")):
        return "Syntax errors in policy."
    return next(filter(None, map(_wrong, statements(document))), None)


def _wrong(statement: Mapping[str, Any]) -> str | None:
    if {"Resource", "NotResource"} & set(statement):
        return "Has prohibited field Resource"
    if statement.get("Effect") not in {"Allow", "Deny"}:
        return "Syntax errors in policy."
    if not {"Principal", "NotPrincipal"} & set(statement):
        return "Missing required field Principal"
    if not all(_is_assuming(str(action)) for action in listed(statement.get("Action"))):
        return "AssumeRole policy may only specify STS AssumeRole actions."
    return None


def _is_assuming(action: str) -> bool:
    prefix, _, name = action.lower().partition(":")
    return action == "*" or (prefix == "sts" and bool(name))


def _principals(given: Given) -> str | None:
    for each in statements(document_of(given)):
        principal = each.get("Principal") or {}
        if isinstance(principal, str):
            continue
        for kind, known in (("Service", _is_service), ("AWS", is_principal)):
            wrong = next((one for one in listed(principal.get(kind)) if not known(str(one))), None)
            if wrong is not None:
                name = kind.upper()
                return f'Invalid principal in policy: "{name}":"{wrong}"'
    return None


def _is_service(name: str) -> bool:
    return name == "*" or _SERVICE.fullmatch(name) is not None


def is_principal(named: str) -> bool:
    """Whether it may be somebody: of this account, only who is there."""
    ours = _OURS.fullmatch(named)
    if ours:
        stored = iam().roles if ours[1] == "role" else iam().users
        return any(each.arn == named for each in list(stored.values()))
    return _ROOT.fullmatch(named) is not None


def _size(given: Given) -> str | None:
    text = str(given.get("AssumeRolePolicyDocument") or given.get("PolicyDocument"))
    if len(re.sub(r"\s", "", text)) <= LARGEST_TRUST:
        return None
    return f"Cannot exceed quota for ACLSizePerRole: {LARGEST_TRUST}"


def _role(given: Given) -> str | None:
    name = given.get("RoleName")
    return None if role_named(name) else f"The role with name {name} cannot be found."


def _inline(given: Given) -> str | None:
    name = given.get("PolicyName")
    if name in role_named(given.get("RoleName")).policies:
        return None
    return f"The role policy with name {name} cannot be found."


RULES = (
    rule(OF_A_ROLE, "NoSuchEntity", _role, HTTPStatus.NOT_FOUND),
    rule("GetRolePolicy DeleteRolePolicy", "NoSuchEntity", _inline, HTTPStatus.NOT_FOUND),
    rule(TRUSTS, MALFORMED, _json),
    rule(TRUSTS, MALFORMED, _form),
    rule(TRUSTS, MALFORMED, _principals),
    rule(TRUSTS, "LimitExceeded", _size, HTTPStatus.CONFLICT),
)
