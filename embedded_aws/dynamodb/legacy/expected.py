"""`Expected`: what an item must be like before it is written."""

from typing import Any

from embedded_aws.dynamodb.errors import invalid
from embedded_aws.dynamodb.expressions.conditions import Condition, Logical
from embedded_aws.dynamodb.legacy.conditions import condition, values_for
from embedded_aws.dynamodb.values.attributes import attribute


def expecting(expected: dict[str, Any], operator: str | None) -> Condition:
    """The condition of a write."""
    parts = [_one(name, each) for name, each in expected.items()]
    return Logical(operator or "AND", tuple(parts))


def _one(name: str, given: dict[str, Any]) -> Condition:
    if "AttributeValueList" in given and "Value" in given:
        raise invalid(f"Value and AttributeValueList cannot be used together for Attribute: {name}")
    if "ComparisonOperator" in given:
        return _compared(name, given["ComparisonOperator"], given)
    if "AttributeValueList" in given:
        raise invalid(
            f"AttributeValueList can only be used with a ComparisonOperator for Attribute: {name}"
        )
    return _present(name, given)


def _compared(name: str, operator: str, given: dict[str, Any]) -> Condition:
    if "Exists" in given:
        raise invalid(
            f"Exists and ComparisonOperator cannot be used together for Attribute: {name}"
        )
    needs_values = operator not in {"NULL", "NOT_NULL"}
    if needs_values and "AttributeValueList" not in given and "Value" not in given:
        raise invalid(
            "Value or AttributeValueList must be used with ComparisonOperator: "
            f"{operator} for Attribute: {name}"
        )
    values = given.get("AttributeValueList", [given["Value"]] if "Value" in given else [])
    return condition(name, operator, values_for(operator, values))


def _present(name: str, given: dict[str, Any]) -> Condition:
    exists, value = given.get("Exists"), given.get("Value")
    if exists is not False and value is None:
        state = "null" if exists is None else "true"
        raise invalid(f"Value must be provided when Exists is {state} for Attribute: {name}")
    if exists is False and value is not None:
        raise invalid(f"Value cannot be used when Exists is false for Attribute: {name}")
    if value is None:
        return condition(name, "NULL", [])
    return condition(name, "EQ", [attribute(value)])
