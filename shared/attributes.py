"""DynamoDB's attribute values for what JSON has, numbers being integers.

boto3's own serializer costs the import of boto3 and has decimals, sets and bytes besides.
"""

from collections.abc import Mapping
from typing import Any

Attribute = dict[str, Any]


def to_attribute(value: Any) -> Attribute:
    """One value as DynamoDB takes it; TypeError for what it has no place for."""
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
    """The value that DynamoDB holds."""
    [(kind, held)] = attribute.items()
    match kind:
        case "S" | "BOOL":
            return held
        case "N":
            return int(held)
        case "NULL":
            return None
        case "M":
            return from_attributes(held)
        case "L":
            return [from_attribute(each) for each in held]
    raise TypeError(f"An attribute of kind {kind} was not written by this service.")


def to_attributes(item: Mapping[str, Any]) -> dict[str, Attribute]:
    """A whole item, to write."""
    return {name: to_attribute(value) for name, value in item.items()}


def from_attributes(item: Mapping[str, Attribute]) -> dict[str, Any]:
    """A whole item, as it was read."""
    return {name: from_attribute(held) for name, held in item.items()}
