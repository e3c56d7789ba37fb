"""Converts JSON values, with integers as numbers, to DynamoDB's attribute values and back.

boto3's own serializer costs the import of boto3, and has decimals, sets and bytes besides.
"""

from collections.abc import Mapping
from typing import Any

Attribute = dict[str, Any]


def to_attribute(value: Any) -> Attribute:
    """The attribute value; TypeError for a type that it does not have."""
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case None:
            return {"NULL": True}
        case dict():
            return {"M": to_attributes(value)}
        case list() | tuple():
            return {"L": [to_attribute(each) for each in value]}
    raise TypeError(f"DynamoDB gets no {type(value).__name__} here; store text or integers.")


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """The JSON value of an attribute."""
    [(kind, value)] = attribute.items()
    match kind:
        case "S" | "BOOL":
            return value
        case "N":
            return int(value)
        case "NULL":
            return None
        case "M":
            return from_attributes(value)
        case "L":
            return [from_attribute(each) for each in value]
    raise TypeError(f"An attribute of kind {kind} was not written by this service.")


def to_attributes(item: Mapping[str, Any]) -> dict[str, Attribute]:
    """The attributes of an item to write."""
    return {name: to_attribute(value) for name, value in item.items()}


def from_attributes(item: Mapping[str, Attribute]) -> dict[str, Any]:
    """The JSON values of an item that was read."""
    return {name: from_attribute(attribute) for name, attribute in item.items()}
