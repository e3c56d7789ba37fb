"""Conversion of values to DynamoDB's attribute values and back."""

from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer

from shared.attributes import from_attribute, to_attribute

VALUES = [
    "text",
    "",
    0,
    -(10**18),
    True,
    False,
    None,
    [],
    {},
    ["a", 1, [None]],
    {"items": [{"amount": 1250, "paid": True}], "note": ""},
]


@pytest.mark.parametrize("value", VALUES)
def test_values_come_back_as_they_went(value: Any) -> None:
    assert from_attribute(to_attribute(value)) == value


@pytest.mark.parametrize("value", VALUES)
def test_values_are_written_as_boto3_writes_them(value: Any) -> None:
    assert to_attribute(value) == TypeSerializer().serialize(value)


@pytest.mark.parametrize("value", [1.5, Decimal(1), b"bytes", {"set"}])
def test_what_has_no_place_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        to_attribute(value)


def test_an_attribute_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="kind SS"):
        from_attribute({"SS": ["a"]})
