"""Server-sent events: requests as they pass, or the lines of one log group."""

import json
import time
from collections.abc import Iterator
from typing import Any

from embedded_aws.console.traffic import Listener, Traffic
from embedded_aws.console.views.lines import last_lines

LISTENERS = 20
"""Each page holds a thread."""
HEARTBEAT_SECONDS = 5.0
TOGETHER_SECONDS = 0.05
"""Many requests at once become one event."""


def requests(traffic: Traffic) -> Iterator[bytes]:
    """The recorded requests, then each as it is answered."""
    with traffic.listening() as listener:
        yield _event(traffic.requests())
        yield from _batches(listener)


def lines(traffic: Traffic, group: str) -> Iterator[bytes]:
    """The last lines of the group, then each as it is written."""
    with traffic.listening(group) as listener:
        yield _event(last_lines(group))
        yield from _batches(listener)


def _batches(listener: Listener) -> Iterator[bytes]:
    """Batches for ever; a write to a page that has gone ends it."""
    while True:
        batch = listener.wait(HEARTBEAT_SECONDS)
        if batch:
            time.sleep(TOGETHER_SECONDS)
            batch += listener.wait(0)
            yield _event(batch)
        else:
            yield b": still here\n\n"


def _event(batch: list[Any]) -> bytes:
    return f"data: {json.dumps(batch)}\n\n".encode()
