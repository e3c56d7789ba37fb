"""The elements that each kind of policy needs and excludes: principals, Sids, resources."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.knowledge import iam
from tools.review.aws_rules.knowledge.policies import Policy, policies
from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Subject
from tools.review.aws_rules.values import as_list, parsed

PROMISE = "Policies have the elements of their kind, principals that exist, and lock nobody out"
PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"
PRINCIPALS = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"
)
LOCKOUT = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"
SNS = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html"
SID = re.compile(r"[A-Za-z0-9]*")
SERVICE = re.compile(r"([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.amazonaws\.com(?:\.cn)?")
REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")
PRINCIPAL_KINDS = {"AWS", "Service", "Federated", "CanonicalUser"}


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every policy whose text is known, then of principals of Lambda permissions."""
    for policy in policies(subject):
        document = parsed(policy.text)
        statements = as_list(document.get("Statement")) if isinstance(document, Mapping) else []
        yield from _names(policy, statements)
        for statement in statements:
            yield from _elements(policy, statement)
            yield from _principals(policy.place, statement)
        yield from _of_service(policy, statements)
    for permission in subject.of("aws_lambda_permission"):
        principal = permission.values.get("principal")
        if isinstance(principal, str) and "." in principal:
            yield from _service(permission.place, principal)


def _names(policy: Policy, statements: list[Any]) -> Iterator[Fault]:
    sids = Counter(each["Sid"] for each in statements if each.get("Sid"))
    for sid, count in sids.items():
        if count > 1:
            yield Fault(policy.place, f"{count} statements are called {sid}", "Name each")
        if policy.resource.type.startswith("aws_iam_") and not SID.fullmatch(sid):
            yield Fault(policy.place, f"{sid} is no Sid of IAM", "Use letters and digits")


def _elements(policy: Policy, statement: Mapping[str, Any]) -> Iterator[Fault]:
    name = statement.get("Sid", "a statement")
    has_principal = "Principal" in statement or "NotPrincipal" in statement
    if policy.kind in ("inline", "managed") and has_principal:
        yield Fault(policy.place, f"{name} has a Principal", "Whoever has the role is it: drop it")
    if policy.kind in ("trust", "resource") and not has_principal:
        yield Fault(policy.place, f"{name} has no Principal", "Say who is allowed")
    if policy.kind == "trust" and "Resource" in statement:
        yield Fault(policy.place, f"{name} has a Resource", "The role is it: drop it")
    if policy.kind != "trust" and not {"Resource", "NotResource"} & set(statement):
        yield Fault(policy.place, f"{name} has no Resource", "Name what it is about")
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield Fault(policy.place, f"{name} neither allows nor denies", "Set Effect")


def _principals(place: str, statement: Mapping[str, Any]) -> Iterator[Fault]:
    principals = statement.get("Principal", statement.get("NotPrincipal"))
    for kind, names in principals.items() if isinstance(principals, Mapping) else ():
        if kind not in PRINCIPAL_KINDS:
            yield Fault(place, f"There is no kind of principal {kind}", "See the page", PRINCIPALS)
        for name in as_list(names):
            if kind == "Service":
                yield from _service(place, str(name))
            if kind == "AWS" and not _is_account(str(name)):
                yield Fault(place, f"{name} is no principal of AWS", "Write its ARN", PRINCIPALS)


def _is_account(name: str) -> bool:
    return name == "*" or bool(re.fullmatch(r"\d{12}|AROA\w+|AIDA\w+|arn:aws[\w-]*:.+", name))


def _service(place: str, name: str) -> Iterator[Fault]:
    match = SERVICE.fullmatch(name)
    parts = [part for part in match[1].split(".") if not REGION.fullmatch(part)] if match else []
    known = {*iam.services(), *table("iam_additions")["principals"]}
    if not parts or ".".join(parts) not in known:
        yield Fault(place, f"There is no service {name}", "Write x.amazonaws.com", PRINCIPALS)


def _of_service(policy: Policy, statements: list[Any]) -> Iterator[Fault]:
    if policy.resource.type in ("aws_kms_key", "aws_kms_key_policy"):
        unsafe = policy.resource.values.get("bypass_policy_lockout_safety_check")
        if not unsafe and not any(map(_administers, statements)):
            yield Fault(
                policy.place,
                "Nobody may change the key's policy any more: KMS refuses it",
                "Allow kms:PutKeyPolicy to the account's root",
                LOCKOUT,
            )
    for statement in statements:
        if policy.resource.type == "aws_s3_bucket_policy":
            yield from _other_buckets(policy, statement)
        actions = [str(each).lower() for each in as_list(statement.get("Action"))]
        if policy.resource.type.startswith("aws_sns_topic") and "sns:*" in actions:
            yield Fault(policy.place, "A topic's policy cannot have sns:*", "Name actions", SNS)


def _other_buckets(policy: Policy, statement: Mapping[str, Any]) -> Iterator[Fault]:
    bucket = policy.resource.values.get("bucket")
    for target in as_list(statement.get("Resource")) if bucket else ():
        name = str(target).partition(":::")[2].partition("/")[0]
        if not iam.meet(name, str(bucket)):
            yield Fault(policy.place, f"{target} is not this bucket's", "Name this one")


def _administers(statement: Mapping[str, Any]) -> bool:
    actions = [str(each).lower() for each in as_list(statement.get("Action"))]
    people = statement.get("Principal")
    named = (isinstance(people, Mapping) and "AWS" in people) or people == "*"
    allowed = any(iam.meet(each, "kms:putkeypolicy") for each in actions)
    return statement.get("Effect") == "Allow" and bool(named) and allowed
