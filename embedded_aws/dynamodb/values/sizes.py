"""How large items are (DynamoDB item sizes and formats)."""

import base64
from typing import Any

from embedded_aws.dynamodb.values.attributes import Attribute, Values
from embedded_aws.dynamodb.values.numbers import stored_bytes

LARGEST_ITEM = 400 * 1024
OVERHEAD = 3
"""Bytes of a list or map beside its elements."""


def item_size(values: Values) -> int:
    """Names and values in bytes."""
    return sum(text_size(name) + attribute_size(value) for name, value in values.items())


def attribute_size(value: Attribute) -> int:
    """One value in bytes."""
    ((kind, content),) = value.items()
    if kind == "L":
        return OVERHEAD + sum(1 + attribute_size(each) for each in content)
    if kind == "M":
        return OVERHEAD + len(content) + item_size(content)
    if kind in {"SS", "NS", "BS"}:
        return sum(scalar_size(kind[0], each) for each in content)
    return scalar_size(kind, content)


def scalar_size(kind: str, content: Any) -> int:
    """A text, number or binary in bytes; one byte for a Boolean or a null."""
    if kind == "S":
        return text_size(content)
    if kind == "N":
        return stored_bytes(content)
    if kind == "B":
        return len(base64.b64decode(content))
    return 1


def text_size(text: str) -> int:
    """UTF-8 bytes."""
    return len(text) if text.isascii() else len(text.encode())
