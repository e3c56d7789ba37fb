"""Between JSON values and Java's."""

from collections.abc import Callable, Mapping
from typing import Any

from embedded_aws.gateway.mapping.java.collections import JsonItems, Table
from embedded_aws.gateway.mapping.java.scalars import Flag, Real, Whole
from embedded_aws.gateway.mapping.java.texts import Text


def java(value: Any) -> Any:
    """The JSON value with Java's methods at every level."""
    convert = KINDS.get(type(value))
    return convert(value) if convert else value


def _table(value: dict[str, Any]) -> Table:
    return Table((key, java(each)) for key, each in value.items())


def _items(value: list[Any]) -> JsonItems:
    return JsonItems(java(each) for each in value)


KINDS: Mapping[type, Callable[[Any], Any]] = {
    str: Text,
    bool: Flag,
    int: Whole,
    float: Real,
    dict: _table,
    list: _items,
}


def plain(value: Any) -> Any:
    """The value as JSON has it, without Java's methods."""
    if isinstance(value, Flag):
        return bool(value)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value
