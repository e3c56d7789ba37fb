"""IAM's evaluation of policies: explicit deny first, wildcards `*` and `?`, conditions.

An element that cannot be evaluated here (an unknown condition key or operator, a policy variable
without a value) never grants more: such an Allow does not apply, such a Deny does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Any

from embedded_aws.gateway.authorization.policies.conditions import Context, met
from embedded_aws.gateway.wildcards import like

type Statement = Mapping[str, Any]

NOTHING_KNOWN: Context = MappingProxyType({})
ANYTHING, NOTHING = ".*", "(?!)"
_TOKEN = re.compile(r"(\$\{[^}]*\}|[*?])")


class MalformedPolicyError(Exception):
    """The document is not a policy."""


class Decision(Enum):
    """The result of a policy for one action on one resource."""

    ALLOWED = "allowed"
    DENIED = "explicitly denied"
    UNMENTIONED = "not allowed"


def decide(
    policy: object, action: str, resource: str, context: Context = NOTHING_KNOWN
) -> Decision:
    """Evaluate the policy; MalformedPolicyError for an invalid one."""
    effects = {
        statement["Effect"]
        for statement in statements(policy)
        if _acts(statement, action)
        and _reaches(statement, resource, context)
        and _applies(statement, context)
    }
    if "Deny" in effects:
        return Decision.DENIED
    return Decision.ALLOWED if "Allow" in effects else Decision.UNMENTIONED


def combined(decisions: Iterable[Decision]) -> Decision:
    """The result of several policies: a deny wins, then an allow."""
    results = set(decisions)
    if Decision.DENIED in results:
        return Decision.DENIED
    return Decision.ALLOWED if Decision.ALLOWED in results else Decision.UNMENTIONED


def statements(policy: object) -> list[Statement]:
    """The validated statements; MalformedPolicyError without any."""
    if not isinstance(policy, dict) or "Statement" not in policy:
        raise MalformedPolicyError("a policy needs Statement")
    listed = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    for statement in listed:
        if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
            raise MalformedPolicyError("a statement needs Effect: Allow or Deny")
        if any(
            (name in statement) == (f"Not{name}" in statement) for name in ("Action", "Resource")
        ):
            raise MalformedPolicyError("a statement needs Action and Resource")
    return listed


def _acts(statement: Statement, action: str) -> bool:
    """Whether the patterns match: actions in any case, resources in theirs."""
    patterns, negated = _element(statement, "Action")
    return any(like(each.lower(), action.lower()) for each in patterns) is not negated


def _reaches(statement: Statement, resource: str, context: Context) -> bool:
    patterns, negated = _element(statement, "Resource")
    unknown = ANYTHING if (statement["Effect"] == "Deny") is not negated else NOTHING
    return any(_fits(each, resource, context, unknown) for each in patterns) is not negated


def _applies(statement: Statement, context: Context) -> bool:
    """Whether the conditions hold; an unknown result counts for a Deny alone."""
    conditions = statement.get("Condition")
    if not conditions:
        return True
    holds = met(conditions, context)
    return statement["Effect"] == "Deny" if holds is None else holds


def _element(statement: Statement, name: str) -> tuple[Sequence[str], bool]:
    """(patterns, whether they are the excluded ones)."""
    negated = name not in statement
    return _list(statement[f"Not{name}" if negated else name]), negated


def _list(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    raise MalformedPolicyError("Action and Resource are strings or lists of strings")


def _fits(pattern: str, value: str, context: Context, unknown: str) -> bool:
    """Match as `like` does, with policy variables; `unknown` stands for one without a value."""
    if "${" not in pattern:
        return like(pattern, value)
    parts = (_expression(part, context, unknown) for part in _TOKEN.split(pattern))
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None


def _expression(part: str, context: Context, unknown: str) -> str:
    if not part.startswith("${"):
        return {"*": ".*", "?": "."}.get(part, re.escape(part))
    name = part[2:-1]
    value = name if name in {"*", "?", "$"} else context.get(name.lower())
    return unknown if value is None else re.escape(value)
