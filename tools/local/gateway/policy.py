"""Policies as IAM evaluates them: explicit deny first, wildcards `*` and `?`."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any


class MalformedPolicyError(Exception):
    """The document is not a policy."""


def allows(policy: object, action: str, resource: str) -> bool:
    """Whether the policy allows the action on the resource; MalformedPolicyError if it is none."""
    effects = {
        statement["Effect"]
        for statement in _statements(policy)
        if _matches(statement["Action"], action) and _matches(statement["Resource"], resource)
    }
    return "Allow" in effects and "Deny" not in effects


def _statements(policy: object) -> list[Mapping[str, Any]]:
    if not isinstance(policy, dict) or "Statement" not in policy:
        raise MalformedPolicyError("a policy needs Statement")
    statements = policy["Statement"]
    listed = statements if isinstance(statements, list) else [statements]
    for statement in listed:
        if not isinstance(statement, dict) or not {"Effect", "Action", "Resource"} <= set(
            statement
        ):
            raise MalformedPolicyError("a statement needs Effect, Action and Resource")
        if statement["Effect"] not in {"Allow", "Deny"}:
            raise MalformedPolicyError("Effect is Allow or Deny")
    return listed


def _matches(patterns: object, value: str) -> bool:
    return any(like(pattern, value) for pattern in _list(patterns))


def _list(value: object) -> Iterable[str]:
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
    text = "".join(wild.get(part, re.escape(part)) for part in parts)
    return re.compile(text, re.DOTALL | re.IGNORECASE)
