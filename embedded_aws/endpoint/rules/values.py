"""Sentences that many services have about a value, and values as AWS prints them."""

import json
from collections.abc import Sequence
from typing import Any

DETECTED = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member "


def no_option(value: object, name: str, options: Sequence[str]) -> str | None:
    """The refusal of a value that is none of the options; nothing of one that is, or is absent."""
    if value is None or value in options:
        return None
    said = DETECTED.format(value, name)
    return f"{said}must satisfy enum value set: [{', '.join(options)}]"


def too_many(values: Sequence[object] | None, name: str, most: int) -> str | None:
    """The refusal of a list that is too long."""
    if len(values or ()) <= most:
        return None
    printed = f"[{', '.join(map(str, values or ()))}]"
    return f"{DETECTED.format(printed, name)}must have length less than or equal to {most}"


def parsed(text: Any) -> Any:
    """The content of a JSON text; None when it is none."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return None


def listed(value: Any) -> list[Any]:
    """The values of an element that is one value or a list of them."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
