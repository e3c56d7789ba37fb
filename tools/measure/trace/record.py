"""The spans of a traced command: a line of JSON each, in the folder that TRACE_DIR names."""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VARIABLE = "TRACE_DIR"
FILE = "spans.jsonl"
_turn = threading.Lock()


def folder() -> Path | None:
    """The trace's folder; None unless this command is traced."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


@contextmanager
def span(kind: str, name: str) -> Iterator[dict[str, Any]]:
    """Time the block and write a span, with the facts that the block adds."""
    facts: dict[str, Any] = {}
    began = time.time()
    try:
        yield facts
    finally:
        write(kind, name, began, time.time(), **facts)


def write(kind: str, name: str, began: float, ended: float, **facts: Any) -> None:
    """Add one span; nothing when the command is not traced."""
    place = folder()
    if place is None:
        return
    line = json.dumps({"kind": kind, "name": name, "began": began, "ended": ended, **facts})
    with _turn, (place / FILE).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def read(place: Path) -> list[dict[str, Any]]:
    """All spans of a trace, in the order in which they ended."""
    path = place / FILE
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
