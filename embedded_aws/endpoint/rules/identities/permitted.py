"""Permissions of a function's role, as Lambda tries before it accepts a queue or a stream.

Conditions are about a request that is not there yet: an Allow counts without them, a Deny with one
does not count.
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from embedded_aws.endpoint.rules.identities.roles import iam, statements
from embedded_aws.endpoint.rules.values import listed, parsed


def role_with(arn: object) -> Any:
    """The role with an ARN; None without one."""
    return next((each for each in list(iam().roles.values()) if each.arn == arn), None)


def trusts(role: Any, service: str) -> bool:
    """Whether a service may assume the role."""
    document = role.assume_role_policy_document
    policy = parsed(document) if isinstance(document, str) else document
    for each in statements(policy if isinstance(policy, dict) else {}):
        principal = each.get("Principal")
        named = listed(principal.get("Service") if isinstance(principal, dict) else principal)
        if each.get("Effect") == "Allow" and {service, "*"} & set(map(str, named)):
            return True
    return False


def permits(role: Any, action: str, resource: str) -> bool:
    """Whether the role's policies allow an action on a resource, and none denies it."""
    fitting = [
        each
        for each in _statements_of(role)
        if _reaches(each, action, resource)
        and not (each.get("Effect") == "Deny" and each.get("Condition"))
    ]
    effects = {each.get("Effect") for each in fitting}
    return "Allow" in effects and "Deny" not in effects


def _statements_of(role: Any) -> Iterator[Mapping[str, Any]]:
    documents = list(role.policies.values())
    for policy in list(role.managed_policies.values()):
        documents += [each.document for each in policy.versions if each.is_default]
    for document in documents:
        content = parsed(document) if isinstance(document, str) else document
        yield from statements(content if isinstance(content, dict) else {})


def _reaches(statement: Mapping[str, Any], action: str, resource: str) -> bool:
    return _fits(statement, "Action", action.lower(), lower=True) and _fits(
        statement, "Resource", resource, lower=False
    )


def _fits(statement: Mapping[str, Any], element: str, value: str, *, lower: bool) -> bool:
    negated = element not in statement
    patterns = map(str, listed(statement.get(f"Not{element}" if negated else element)))
    return any(fnmatchcase(value, each.lower() if lower else each) for each in patterns) is (
        not negated
    )
