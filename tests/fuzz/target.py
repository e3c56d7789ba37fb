"""Targets: readers of outside input, with the errors that they declare for what they refuse."""

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.source import Source

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 10.0
"""Of this processor: what takes longer for one small input is a way to stop us."""
OWN = ("/shared/", "/services/", "/embedded_aws/", "/tools/")


@dataclass(frozen=True)
class Target:
    """A reader, and the only errors that it may end with."""

    name: str
    read: Callable[[Source], object]
    declared: tuple[type[BaseException], ...] = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Crash:
    """An error that was not declared: its kind, and the innermost place in our own code."""

    kind: str
    place: str
    message: str


def crash_of(target: Target, data: bytes) -> Crash | None:
    """The crash that the bytes lead to; None when the target reads or refuses them."""
    began = time.process_time()
    try:
        target.read(Source(data))
    except target.declared:
        pass
    except Exception as error:  # noqa: BLE001 - every other error is a find
        return Crash(type(error).__name__, _place(error), str(error)[:200])
    took = time.process_time() - began
    return Crash("slow", target.name, f"{took:.0f} s") if took > MOST_SECONDS else None


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if any(part in each.filename for part in OWN)]
    if isinstance(error, RecursionError):
        return "endless"
    last = (ours or list(frames))[-1]
    name = last.filename.removeprefix(str(ROOT)).lstrip("/")
    return f"{name}:{last.lineno}"
