"""The execution log of one request.

API Gateway developer guide, "Set up CloudWatch logging for REST APIs": `INFO` tells each step,
`ERROR` failures alone; with data tracing, `INFO` tells headers and bodies too.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LARGEST_EVENT = 1024
"""Important notes of the developer guide: longer events are cut off."""
CUT = " [TRUNCATED]"


@dataclass(slots=True)
class ExecutionLog:
    """The events of a request as far as its method logs them; its failure is always known."""

    level: str = "OFF"
    traces_data: bool = False
    events: list[tuple[float, str]] = field(default_factory=list)
    failure: str | None = None

    def note(self, text: str, *values: object) -> None:
        """One step."""
        if self.level == "INFO":
            self._add(text % values)

    def trace(self, text: str, *values: object) -> None:
        """One step with data of the caller's; values are only put into words if it is logged."""
        if self.traces_data and self.level == "INFO":
            self._add(text % values)

    def fail(self, text: str) -> None:
        """A failure: its reason, for this log and for the server's own."""
        self.failure = text
        if self.level != "OFF":
            self._add(text)

    def _add(self, text: str) -> None:
        self.events.append((time.time(), text))


class Braces:
    """Names and values as API Gateway logs them: `{a=1, b=2}`."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        self._pairs = pairs

    def __str__(self) -> str:
        pairs = self._pairs.items() if isinstance(self._pairs, Mapping) else self._pairs
        joined: dict[str, str] = {}
        for name, value in pairs:
            joined[name] = f"{joined[name]},{value}" if name in joined else str(value)
        return cut(f"{{{', '.join(f'{name}={value}' for name, value in joined.items())}}}")


class Body:
    """A body as text."""

    __slots__ = ("_body",)

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __str__(self) -> str:
        return cut(self._body.decode("utf-8", "replace"))


def cut(text: str) -> str:
    """The text, cut off where API Gateway does."""
    room = LARGEST_EVENT - 26
    return f"{text[:room]}{CUT}" if len(text) > room else text
