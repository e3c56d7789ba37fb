"""Access to values that may be unknown until apply; unknown values are no faults."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def blocks(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The nested blocks of that name; empty when absent or unknown."""
    value = values.get(name)
    if isinstance(value, Mapping):
        return [value]
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def at(values: Any, path: str) -> Iterator[Any]:
    """All known values at the path `a.b.c`, through lists; `*` stands for every key of a map."""
    if isinstance(values, list):
        for each in values:
            yield from at(each, path)
        return
    if not path:
        if values is not None:
            yield values
        return
    name, _, rest = path.partition(".")
    if not isinstance(values, Mapping):
        return
    children = list(values.values()) if name == "*" else [values.get(name)]
    for each in children:
        yield from at(each, rest)


def parsed(value: Any) -> Any:
    """The decoded JSON; None when the text is unknown or no JSON."""
    if not isinstance(value, str):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def as_list(value: Any) -> list[Any]:
    """A list as it is, one item as a list of one: IAM and Terraform write both."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def number(value: Any) -> float | None:
    """The number, also from text; None when it is none."""
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None
