"""Finds for a destroyed object the one that is made in its stead under another address.

A refactoring without `moved` destroys an alarm and makes the same one again: what matters to the
other rules is whether the new one is weaker than the old one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tools.review.plan.facts.model import Change

ALIKE = 0.6
UNTOLD = {"id", "arn", "tags_all", "tags", "tags.*"}


def paired(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes, each destroyed object joined with what replaces it."""
    every = list(changes)
    fresh = [each for each in every if each.before is None and each.after is not None]
    for each in every:
        if each.before is not None and each.after is None and not each.deposed:
            other = _counterpart(each, fresh)
            if other is not None:
                fresh.remove(other)
                yield replace(
                    other,
                    actions=("delete", "create"),
                    before=each.before,
                    sensitive_before=each.sensitive_before,
                    previous_address=each.address,
                )
                continue
        if each not in fresh:
            yield each
    yield from fresh


def _counterpart(gone: Change, fresh: list[Change]) -> Change | None:
    """The most similar new object of this type; None if none is similar enough."""
    candidates = [(_likeness(gone, each), each) for each in fresh if each.type == gone.type]
    best = max(candidates, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None


def _likeness(gone: Change, fresh: Change) -> float:
    """The share of the new object's known settings that the old one has, too."""
    before, after = dict(_leaves(gone.before)), dict(_leaves(fresh.after))
    if not after:
        return 0.0
    same = sum(1 for name, value in after.items() if before.get(name) == value)
    return same / len(after)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every known setting with its path, those apart that AWS gives."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if path or name not in UNTOLD:
                yield from _leaves(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{index}")
    elif value is not None:
        yield path, value
