"""Patterns of EventBridge (user guide, "Event pattern syntax"), in the words of its refusals.

A pattern of another form is refused when the rule is made, as recorded.
"""

import json
from typing import Any

from embedded_aws.endpoint.rules.rule import Given, Parameters

TEXT = (str, dict), "a string"
MATCHES: dict[str, tuple[tuple[type, ...], str]] = {
    "anything-but": ((str, int, float, list, dict), "a value"),
    "cidr": TEXT,
    "equals-ignore-case": TEXT,
    "exists": ((bool,), "either true or false."),
    "numeric": ((list,), "an array"),
    "prefix": TEXT,
    "suffix": TEXT,
    "wildcard": TEXT,
}


def fault(given: Given) -> str | None:
    """The fault in the pattern of the request."""
    text = given.get("EventPattern")
    reason = None if text is None else _wrong_pattern(str(text))
    return f"Event pattern is not valid. Reason: {reason}" if reason else None


def _wrong_pattern(text: str) -> str | None:
    try:
        pattern = json.loads(text)
    except ValueError as error:
        return str(error)
    return _wrong_filter(pattern) if isinstance(pattern, dict) else "Filter is not an object"


def _wrong_filter(pattern: Parameters) -> str | None:
    for name, value in pattern.items():
        if isinstance(value, dict):
            wrong = _wrong_filter(value)
        elif not isinstance(value, list):
            wrong = f'"{name}" must be an object or an array'
        elif name == "$or":
            wrong = next(filter(None, map(_wrong_filter, value)), None)
        else:
            wrong = next(filter(None, map(_wrong_match, value)), None)
            wrong = wrong if value else "Empty arrays are not allowed"
        if wrong:
            return wrong
    return None


def _wrong_match(match: Any) -> str | None:
    if not isinstance(match, dict):
        return (
            "Match value must be String, number, true, false, or null"
            if isinstance(match, list)
            else None
        )
    if len(match) != 1:
        return "Only one key allowed in match expression"
    ((name, value),) = match.items()
    if name not in MATCHES:
        return f"Unrecognized match type {name}"
    kinds, words = MATCHES[name]
    return None if isinstance(value, kinds) else f"{name} match pattern must be {words}"
