"""Policies as IAM evaluates them: explicit deny first, wildcards `*` and `?`."""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any

NEEDED = {"Effect", "Action", "Resource"}


class MalformedPolicyError(Exception):
    """The document is not a policy."""


class Decision(Enum):
    """What a policy says of one action on one resource."""

    ALLOWED = "allowed"
    DENIED = "explicitly denied"
    UNMENTIONED = "not allowed"


def decide(policy: object, action: str, resource: str) -> Decision:
    """Evaluate the policy; MalformedPolicyError when it is none."""
    effects = {
        statement["Effect"]
        for statement in _statements(policy)
        if _acts(statement["Action"], action)
        and any(like(each, resource) for each in _list(statement["Resource"]))
        and _applies(statement)
    }
    if "Deny" in effects:
        return Decision.DENIED
    return Decision.ALLOWED if "Allow" in effects else Decision.UNMENTIONED


def _applies(statement: Mapping[str, Any]) -> bool:
    """Conditions are not evaluated here: such a statement may only take rights away."""
    return not statement.get("Condition") or statement["Effect"] == "Deny"


def _statements(policy: object) -> list[Mapping[str, Any]]:
    if not isinstance(policy, dict) or "Statement" not in policy:
        raise MalformedPolicyError("a policy needs Statement")
    statements = policy["Statement"]
    listed = statements if isinstance(statements, list) else [statements]
    for statement in listed:
        if not isinstance(statement, dict) or not set(statement) >= NEEDED:
            raise MalformedPolicyError("a statement needs Effect, Action and Resource")
        if statement["Effect"] not in {"Allow", "Deny"}:
            raise MalformedPolicyError("Effect is Allow or Deny")
    return listed


def _acts(patterns: object, action: str) -> bool:
    """Actions are compared without regard to case, resources with it."""
    return any(like(pattern.lower(), action.lower()) for pattern in _list(patterns))


def _list(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    raise MalformedPolicyError("Action and Resource are strings or lists of strings")


def like(pattern: str, value: str) -> bool:
    """Whether the value fits an ARN pattern with `*` and `?`."""
    return _compiled(pattern).fullmatch(value) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"([*?])", pattern)
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(part, re.escape(part)) for part in parts), re.DOTALL)
