"""How values compare: only values of one type do (Comparison operator and function reference)."""

import base64
from decimal import Decimal
from typing import Any

from embedded_aws.dynamodb.values.attributes import SETS, Attribute

ORDERED = ("S", "N", "B")
"""Types that have an order."""


def kind_of(value: Attribute) -> str:
    """The type's name, such as `S`."""
    return next(iter(value))


def same(one: Attribute, other: Attribute) -> bool:
    """Whether both are of one type and equal; the order of a set does not count."""
    ((kind, content),) = one.items()
    ((other_kind, other_content),) = other.items()
    if kind != other_kind:
        return False
    if kind in SETS:
        return set(content) == set(other_content)
    if kind == "L":
        return len(content) == len(other_content) and all(map(same, content, other_content))
    if kind == "M":
        return content.keys() == other_content.keys() and all(
            same(each, other_content[name]) for name, each in content.items()
        )
    return bool(content == other_content)  # numbers are canonical


def rank(value: Attribute) -> Any:
    """A key to order values of one type by; texts by UTF-8, as Python's code points do."""
    ((kind, content),) = value.items()
    if kind == "N":
        return Decimal(content)
    return base64.b64decode(content) if kind == "B" else content


def comparable(one: Attribute, other: Attribute) -> bool:
    """Whether one can be less than the other."""
    kind = kind_of(one)
    return kind in ORDERED and kind == kind_of(other)


def begins(value: Attribute, prefix: Attribute) -> bool:
    """Whether a text or binary begins with another."""
    kind = kind_of(value)
    if kind not in {"S", "B"} or kind != kind_of(prefix):
        return False
    return bool(rank(value).startswith(rank(prefix)))


def includes(value: Attribute, part: Attribute) -> bool:
    """Whether a text or binary has this part, or a set or list this element."""
    ((kind, content),) = value.items()
    if kind in {"S", "B"}:
        return kind == kind_of(part) and rank(part) in rank(value)
    if kind in SETS:
        return SETS[kind] == kind_of(part) and part[SETS[kind]] in content
    return kind == "L" and any(same(each, part) for each in content)


def extent(value: Attribute) -> int | None:
    """The result of `size`; None for types that have no size."""
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "B":
        return len(base64.b64decode(content))
    return len(content) if kind in {"SS", "NS", "BS", "L", "M"} else None
