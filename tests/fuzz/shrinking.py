"""A small corpus of a large one: the inputs that together reach the most lines."""

import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

from tests.fuzz.target import OWN, Target, crash_of

MOST = 16
LOOKED_AT = 60

type Line = tuple[str, int]


def most_telling(target: Target, inputs: Sequence[bytes]) -> list[bytes]:
    """A few inputs, each of which reaches more than those before it; the short ones first."""
    shortest = sorted(inputs, key=lambda each: (len(each), each))
    step = max(1, len(shortest) // LOOKED_AT)
    reached = {each: _lines(target, each) for each in shortest[::step]}
    telling: list[bytes] = []
    covered: set[Line] = set()
    while len(telling) < MOST and reached:
        best = max(reached, key=lambda each: len(reached[each] - covered))
        if not reached[best] - covered:
            break
        covered |= reached.pop(best)
        telling.append(best)
    return telling


def _lines(target: Target, data: bytes) -> set[Line]:
    """The lines of our own code that the input leads to."""
    seen: set[Line] = set()

    def traced(frame: FrameType, event: str, _: Any) -> Any:
        name = frame.f_code.co_filename
        if not any(part in name for part in OWN):
            return None
        if event == "line":
            seen.add((name, frame.f_lineno))
        return traced

    sys.settrace(traced)
    try:
        crash_of(target, data)
    finally:
        sys.settrace(None)
    return seen
