"""The constraints of parameters, in the words of AWS's request validation."""

from collections.abc import Callable, Iterator
from typing import Any

from botocore.model import Shape

ENUM_ORDER = {
    "ConditionalOperator": "OR, AND",
    "ReturnItemCollectionMetrics": "SIZE, NONE",
    "ReturnValue": "ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW",
    "Select": "SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES",
    "ComparisonOperator": "IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, "
    "BEGINS_WITH, GE, CONTAINS",
}
"""AWS's order in messages, where it is not the model's."""


def broken(value: str, path: str, constraint: str) -> str:
    """One constraint that a value does not satisfy."""
    return f"Value {value} at '{path}' failed to satisfy constraint: {constraint}"


def collection(path: str, constraint: str) -> str:
    """One that a list or map does not satisfy; its content is not repeated."""
    return f"Value at '{path}' failed to satisfy constraint: {constraint}"


def of_length(shape: Shape) -> Callable[[int], Iterator[str]]:
    """The constraints that a length does not satisfy."""
    low, high = shape.metadata.get("min"), shape.metadata.get("max")

    def limits(length: int) -> Iterator[str]:
        if low is not None and length < low:
            yield f"Member must have length greater than or equal to {low}"
        if high is not None and length > high:
            yield f"Member must have length less than or equal to {high}"

    return limits


def of_values(shape: Any) -> Callable[[list[Any], str], list[str]] | None:
    """The constraint on the length of a map's lists, which is told of the map."""
    low, high = shape.value.metadata.get("min"), shape.value.metadata.get("max")
    if shape.value.type_name != "list" or high is None:
        return None
    both = (
        f"[Member must have length less than or equal to {high}, "
        f"Member must have length greater than or equal to {low}]"
    )

    def limits(value: list[Any], path: str) -> list[str]:
        if low <= len(value) <= high:
            return []
        return [collection(path, f"Map value must satisfy constraint: {both}")]

    return limits


def options(shape: Any) -> str:
    """The values of an enumeration."""
    return ENUM_ORDER.get(shape.name, ", ".join(shape.enum))
