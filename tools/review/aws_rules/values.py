"""Reading values that may be unknown: what a plan does not know yet is no fault."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def blocks(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The nested blocks of that name; none when it is absent or unknown."""
    held = values.get(name)
    if isinstance(held, Mapping):
        return [held]
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, list) else []


def at(values: Any, path: str) -> Iterator[Any]:
    """All known values at `a.b.c`, through lists; `*` stands for every key of a map."""
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
    held = list(values.values()) if name == "*" else [values.get(name)]
    for each in held:
        yield from at(each, rest)


def parsed(value: Any) -> Any:
    """JSON text as what it says; None when unknown or no JSON."""
    if not isinstance(value, str):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def as_list(value: Any) -> list[Any]:
    """IAM and Terraform write one as itself and several as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def number(value: Any) -> float | None:
    """The number, also when it is written as text; None when it is none."""
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None
