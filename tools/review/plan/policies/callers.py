"""Principals that are everybody or somebody else, and conditions that say who is meant."""

import re

from tools.review.plan.policies.comparison import Grant
from tools.review.plan.policies.document import ANYONE, ARN_PARTS, NEW_OBJECT, Statement

CANONICAL = "CanonicalUser"
NOBODY = re.compile(r"(o-|vpce?-)?[*?]+")
WEB_IDENTITY = "sts:assumerolewithwebidentity"


def stranger(grant: Grant, accounts: frozenset[str]) -> str:
    """Whether the principal is everybody, or of another account."""
    if grant.principal and grant.principal[0] == CANONICAL:
        return "account"
    if grant.principal == ANYONE:
        return "" if says_who(grant.statement) else "public"
    if grant.action == WEB_IDENTITY and not _says_whose_token(grant.statement):
        return "public"
    if grant.principal and grant.principal[0] == "AWS" and grant.principal[1] != NEW_OBJECT:
        account = (grant.principal[1].split(":") + [""] * ARN_PARTS)[4]
        if account.isdigit() and account not in accounts:
            return "account"
    return ""


def _says_whose_token(statement: Statement) -> bool:
    """Whether a condition says which tokens of an identity provider are meant."""
    return any(
        key.endswith((":sub", ":aud", ":amr")) and _is_met_by_some(operator) and "*" not in values
        for (operator, key), values in statement.conditions.items()
    )


def _is_met_by_some(operator: str) -> bool:
    """Whether a request without the key does not meet it: `Not…`, `…IfExists`, `ForAllValues:…`."""
    return (
        "not" not in operator
        and not operator.endswith("ifexists")
        and not operator.startswith("forallvalues")
    )


SAYS_WHO = (
    "aws:sourceaccount", "aws:sourcearn", "aws:sourceowner", "aws:principalorgid",
    "aws:principalaccount", "aws:principalarn", "aws:sourcevpc", "aws:sourcevpce",
    "kms:calleraccount", "aws:userid", "aws:sourceorgid", "aws:resourceaccount",
    "aws:principalorgpaths",
)  # fmt: skip


def says_who(statement: Statement) -> bool:
    """Whether a condition says which callers are meant."""
    return any(
        key in SAYS_WHO and _is_met_by_some(operator) and all(map(_names_some, values))
        for (operator, key), values in statement.conditions.items()
    )


def _names_some(value: str) -> bool:
    """Whether a value leaves callers out: `arn:aws:sns:*:*:*` is a topic of any account."""
    parts = value.split(":", ARN_PARTS - 1)
    if len(parts) < ARN_PARTS:
        return NOBODY.fullmatch(value) is None
    account, name = parts[ARN_PARTS - 2 :]
    return bool(account.strip("*?")) or (not account and bool(name.strip("*?/")))


def is_own_root(grant: Grant, accounts: frozenset[str]) -> bool:
    """Whether the account as a whole is meant, which is how a key's policy hands over to IAM."""
    return bool(grant.principal) and any(
        grant.principal == ("AWS", f"arn:aws:iam::{account}:root") for account in accounts
    )
