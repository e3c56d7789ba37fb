"""Permissions by which others than this account's services call a function or use a layer."""

import re
from collections.abc import Iterator
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Values, Weight

TYPES = ("aws_lambda_permission", "aws_lambda_layer_version_permission")
ACCOUNT = re.compile(r"^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::.*)?$")
ARN_ACCOUNT = re.compile(r"^arn:[\w-]*:[\w-]*:[\w-]*:(\d{12})?:")
CALLS = {
    "lambda:InvokeFunction", "lambda:InvokeFunctionUrl", "lambda:InvokeAsync", "lambda:GetFunction",
    "lambda:GetLayerVersion",
}  # fmt: skip
ADVICE = "Name the one caller: its service in principal, its ARN in source_arn"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each permission that is for everybody, for another account, or for less than before."""
    for change in plan.coming(*TYPES):
        before, after = change.sides()
        for reason in _reasons(change, before, after, plan.accounts):
            yield Danger(Kind.CALLER, change.address, reason, ADVICE, Weight.STOP)


def _reasons(
    change: Change, before: Values, after: Values, accounts: frozenset[str]
) -> Iterator[str]:
    principal = str(after.get("principal") or "")
    if principal != str(before.get("principal") or ""):
        yield from _of_principal(principal, after, accounts)
    source, was = after.get("source_arn"), before.get("source_arn")
    open_ = change.unknown.get("source_arn") if isinstance(change.unknown, dict) else None
    if was and not source and not open_:
        yield "It no longer names its source: any caller of that service may call"
    elif source and source != was:
        yield from _of_source(str(source), was, accounts)
    if not was and not source and not open_ and _is_new_without_source(before, after):
        yield f"It names no source: any caller of {principal} may call, in whatever account"
    yield from _of_account(before, after, accounts)
    if str(after.get("action")) not in CALLS and after.get("action") != before.get("action"):
        yield f"It allows more than calls: {after.get('action')}"
    if before.get("principal_org_id") and not after.get("principal_org_id"):
        yield "It is no longer limited to the organization"
    yield from _of_url(before, after)


def _of_account(before: Values, after: Values, accounts: frozenset[str]) -> Iterator[str]:
    """The account of its source: nobody's, or somebody else's."""
    account, was_account = after.get("source_account"), before.get("source_account")
    source, was = after.get("source_arn"), before.get("source_arn")
    if not account and not _names_account(source) and (was_account or source != was):
        yield from _of_nobodys_source(source)
    if account and account != was_account and str(account) not in accounts:
        yield f"A source in account {account} may call"


def _names_account(source: Any) -> bool:
    """Whether the source's ARN has an account in it; one of S3 has none."""
    match = ARN_ACCOUNT.match(str(source or ""))
    return bool(match and match[1])


def _of_nobodys_source(source: Any) -> Iterator[str]:
    if str(source or "").startswith("arn:") and ":s3:" in str(source):
        yield "It does not name the account of its bucket: whoever takes over its name may call"
    elif not source:
        yield "It names no account of its source"


def _of_principal(principal: str, after: Values, accounts: frozenset[str]) -> Iterator[str]:
    match = ACCOUNT.match(principal)
    if principal == "*":
        if after.get("principal_org_id"):
            yield "Every account of the organization may call"
        elif after.get("source_arn"):
            yield "Everybody may call who comes by way of its source"
        else:
            yield "Everybody may call"
    elif match and match[1] not in accounts:
        yield f"Account {match[1]} may call"


def _is_new_without_source(before: Values, after: Values) -> bool:
    """Whether a service, which acts for whoever asks it, is let in without saying for whom."""
    principal = str(after.get("principal") or "")
    return (
        principal.endswith((".amazonaws.com", ".amazon.com"))
        and principal != before.get("principal")
        and not after.get("source_account")
        and not after.get("principal_org_id")
    )


def _of_source(source: str, was: Any, accounts: frozenset[str]) -> Iterator[str]:
    match = ARN_ACCOUNT.match(source)
    if match and match[1] and match[1] not in accounts:
        yield f"A source in account {match[1]} may call"
    elif match and match[1] is None and ":s3:" not in source and "*" in source:
        yield f"Sources of any account may call: {source}"
    if isinstance(was, str) and _is_wider(source, was):
        yield f"More sources may call: {was} → {source}"


def _is_wider(source: str, was: str) -> bool:
    """Whether the new pattern covers the old one and more."""
    pattern = re.escape(source).replace(r"\*", ".*").replace(r"\?", ".")
    return source != was and re.fullmatch(pattern, was) is not None


def _of_url(before: Values, after: Values) -> Iterator[str]:
    if after.get("function_url_auth_type") == "NONE" != before.get("function_url_auth_type"):
        yield "Its URL answers without any proof of who calls"
