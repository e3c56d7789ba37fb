"""Strict JSON (RFC 8259): no NaN, UTF-8 alone, limited nesting."""

import json
from typing import Any, NoReturn


def parsed(body: str | bytes) -> Any:
    """The value; ValueError for anything else."""
    try:
        text = body.decode() if isinstance(body, bytes) else body
        return json.loads(text, parse_constant=_refused)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def is_json(body: bytes) -> bool:
    """Whether it is JSON as Lambda takes it for an event."""
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
