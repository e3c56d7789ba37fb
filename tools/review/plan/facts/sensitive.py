"""Takes the sensitive values out of a plan, so that no rule and no report can print them."""

from collections.abc import Iterator, Mapping
from typing import Any

SHORTEST = 4
"""A shorter text stands in too many places to be searched for."""


class Hidden:
    """Replaces sensitive values by marks that are equal where the values are."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def without(self, value: Any, sensitive: Any) -> Any:
        """The value with a mark wherever `sensitive`, of the same shape, says so."""
        if sensitive is True:
            return None if value is None else self._mark(value)
        if isinstance(value, Mapping) and isinstance(sensitive, Mapping):
            return {
                name: self.without(each, sensitive.get(name, False)) for name, each in value.items()
            }
        if isinstance(value, list) and isinstance(sensitive, list):
            marks = [*sensitive, *([False] * (len(value) - len(sensitive)))]
            return [self.without(each, mark) for each, mark in zip(value, marks, strict=False)]
        return value

    def _mark(self, value: Any) -> str:
        for each in _texts(value):
            self._marks.setdefault(each, f"(sensitive value {len(self._marks) + 1})")
        return self._marks.setdefault(repr(value), f"(sensitive value {len(self._marks) + 1})")

    def scrubbed(self, text: str) -> str:
        """A text in which no sensitive value is left, wherever it came from."""
        for value in sorted(self._marks, key=len, reverse=True):
            if len(value) >= SHORTEST:
                text = text.replace(value, "(sensitive)")
        return text


def _texts(value: Any) -> Iterator[str]:
    """Every text in it; of several lines also each line."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str) and value:
        yield value
        yield from (line.strip() for line in value.splitlines() if len(line.strip()) > SHORTEST * 2)


def hide(plan: Mapping[str, Any]) -> tuple[dict[str, Any], Hidden]:
    """The plan without sensitive values, and what scrubs them from texts."""
    hidden = Hidden()
    clean = dict(plan)
    for part in ("resource_changes", "resource_drift"):
        clean[part] = [_hidden(each, hidden) for each in plan.get(part, [])]
    variables = plan.get("configuration", {}).get("root_module", {}).get("variables", {})
    for name, each in plan.get("variables", {}).items():
        if variables.get(name, {}).get("sensitive"):
            hidden.without(each.get("value"), sensitive=True)
    outputs = plan.get("output_changes", {})
    clean["output_changes"] = {name: _sides(each, hidden) for name, each in outputs.items()}
    return clean, hidden


def _hidden(each: Mapping[str, Any], hidden: Hidden) -> dict[str, Any]:
    return {**each, "change": _sides(each.get("change", {}), hidden)}


def _sides(change: Mapping[str, Any], hidden: Hidden) -> dict[str, Any]:
    sides = {
        side: hidden.without(change.get(side), change.get(f"{side}_sensitive", False))
        for side in ("before", "after")
    }
    return {**change, **sides}
