"""Conditions of a policy (IAM user guide, "IAM JSON policy elements: Condition operators")."""

import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any

from embedded_aws.gateway.wildcards import like

type Context = Mapping[str, str | None]
"""Condition keys in lower case; None for a key that the request is known not to carry."""
type Test = Callable[[str, str], bool]
"""(value of the request, value of the policy)."""

PARTS_OF_AN_ARN = 6


def met(conditions: object, context: Context) -> bool | None:
    """Whether all conditions hold; None when that cannot be evaluated here."""
    results = [
        _holds(name, key, expected, context)
        for name, block in _items(conditions)
        for key, expected in _items(block)
    ]
    if False in results:
        return False
    return None if None in results or not results else True


def _items(value: object) -> list[tuple[str, Any]]:
    """The pairs of an object; anything else becomes a pair that cannot be evaluated."""
    return list(value.items()) if isinstance(value, dict) else [("", None)]


def _holds(name: str, key: str, expected: object, context: Context) -> bool | None:
    if key.lower() not in context:
        return None
    value = context[key.lower()]
    values = [_text(each) for each in (expected if isinstance(expected, list) else [expected])]
    if name == "Null" and values:
        return (value is None) == (values == ["true"])
    test, negated = TESTS.get(name.removesuffix("IfExists"), (None, False))
    if test is None or not values or any("${" in each for each in values):
        return None
    if value is None:
        return negated or name.endswith("IfExists")
    try:
        return any(test(value, each) for each in values) is not negated
    except ValueError:
        return None


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _arn_like(value: str, pattern: str) -> bool:
    """Compare part by part: a wildcard stops at a colon, except in the last part."""
    given, parts = (each.split(":", PARTS_OF_AN_ARN - 1) for each in (value, pattern))
    return len(given) == len(parts) and all(map(like, parts, given))


def _within(value: str, network: str) -> bool:
    return ip_address(value) in ip_network(network, strict=False)


def _moment(text: str) -> float:
    """Unix time, from a number or an ISO 8601 time."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _ordered(
    read: Callable[[str], float],
    compare: Callable[[float, float], bool],
    value: str,
    expected: str,
) -> bool:
    return compare(read(value), read(expected))


def _folded(value: str, expected: str) -> bool:
    return value.casefold() == expected.casefold()


def _string_like(value: str, pattern: str) -> bool:
    return like(pattern, value)


TESTS: Mapping[str, tuple[Test, bool]] = {
    "StringEquals": (operator.eq, False),
    "StringNotEquals": (operator.eq, True),
    "StringEqualsIgnoreCase": (_folded, False),
    "StringNotEqualsIgnoreCase": (_folded, True),
    "StringLike": (_string_like, False),
    "StringNotLike": (_string_like, True),
    "ArnEquals": (_arn_like, False),
    "ArnNotEquals": (_arn_like, True),
    "ArnLike": (_arn_like, False),
    "ArnNotLike": (_arn_like, True),
    "Bool": (_folded, False),
    "IpAddress": (_within, False),
    "NotIpAddress": (_within, True),
    **{
        f"{kind}{name}": (partial(_ordered, read, compare), name == "NotEquals")
        for kind, read in (("Numeric", float), ("Date", _moment))
        for name, compare in (
            ("Equals", operator.eq),
            ("NotEquals", operator.eq),
            ("LessThan", operator.lt),
            ("LessThanEquals", operator.le),
            ("GreaterThan", operator.gt),
            ("GreaterThanEquals", operator.ge),
        )
    },
}
"""The test of each operator, and whether the operator is its opposite."""
