"""Policies of identities (IAM API reference, CreatePolicy and PutRolePolicy; IAM quotas).

The words are IAM's own: hashicorp/terraform#13449, terraform-provider-aws#10419, and recordings.
"""

import re
from http import HTTPStatus
from typing import Any

from embedded_aws.endpoint.rules.identities.roles import MALFORMED, iam, role_named, statements
from embedded_aws.endpoint.rules.rule import Given, rule
from embedded_aws.endpoint.rules.values import parsed

DOCUMENTS = "CreatePolicy CreatePolicyVersion PutGroupPolicy PutRolePolicy PutUserPolicy"
CHANGES = "CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion"
LARGEST_POLICY, LARGEST_INLINE, MOST_POLICIES = 6144, 10_240, 10
_ARN = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}|aws):policy/.+")


def _principal(given: Given) -> str | None:
    document = parsed(given.get("PolicyDocument"))
    for each in statements(document) if isinstance(document, dict) else ():
        if {"Principal", "NotPrincipal"} & set(each):
            return "Policy document should not specify a principal."
    return None


def _size(text: object) -> int:
    """The characters that count: all but white space."""
    return len(re.sub(r"\s", "", str(text or "")))


def _managed_size(given: Given) -> str | None:
    if _size(given.get("PolicyDocument")) <= LARGEST_POLICY:
        return None
    return f"Cannot exceed quota for PolicySize: {LARGEST_POLICY}"


def _inline_size(given: Given) -> str | None:
    name = given.get("RoleName")
    others = {**role_named(name).policies, given.get("PolicyName"): given.get("PolicyDocument")}
    if sum(map(_size, others.values())) <= LARGEST_INLINE:
        return None
    return f"Maximum policy size of {LARGEST_INLINE} bytes exceeded for role {name}"


def _arn(given: Given) -> str | None:
    return (
        None
        if _ARN.fullmatch(str(given.get("PolicyArn")))
        else "Invalid ARN:  Could not be parsed!"
    )


def _number(given: Given) -> str | None:
    attached: dict[str, Any] = role_named(given.get("RoleName")).managed_policies
    if given.get("PolicyArn") in attached or len(attached) < MOST_POLICIES:
        return None
    return f"Cannot exceed quota for PoliciesPerRole: {MOST_POLICIES}"


def _owner(given: Given) -> str | None:
    owned = not str(given.get("PolicyArn")).startswith("arn:aws:iam::aws:")
    return None if owned else "Policy is outside your own account."


def _use(given: Given) -> str | None:
    policy = iam().managed_policies.get(given.get("PolicyArn"))
    if policy is None:
        return None
    if policy.attachment_count:
        return "Cannot delete a policy attached to entities."
    if len(policy.versions) > 1:
        return (
            "This policy has more than one version. Before you delete a policy, you must delete "
            "the policy's versions. The default version is deleted with the policy."
        )
    return None


RULES = (
    rule(CHANGES, "AccessDenied", _owner, HTTPStatus.FORBIDDEN),
    rule(DOCUMENTS, MALFORMED, _principal),
    rule("CreatePolicy CreatePolicyVersion", "LimitExceeded", _managed_size, HTTPStatus.CONFLICT),
    rule("PutRolePolicy", "LimitExceeded", _inline_size, HTTPStatus.CONFLICT),
    rule("AttachRolePolicy AttachUserPolicy AttachGroupPolicy", "ValidationError", _arn),
    rule("AttachRolePolicy", "LimitExceeded", _number, HTTPStatus.CONFLICT),
    rule("DeletePolicy", "DeleteConflict", _use, HTTPStatus.CONFLICT),
)
