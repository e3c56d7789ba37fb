"""Requests as they pass, for the pages that listen; nothing is recorded while none does."""

import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from embedded_aws.config import REGION
from embedded_aws.console.requests import Call, request_of, trace_of
from embedded_aws.gateway import Answered, Exchange
from embedded_aws.logs import LogSink

REQUESTS = 500
CALLS = 5_000
PENDING = 1_000
LINGER_SECONDS = 300
"""Recording goes on for so long without a page, so that one that is loaded again misses nothing."""


class Listener:
    """A page that is shown each request, or each line of one log group."""

    def __init__(self, group: str | None = None) -> None:
        self.group = group
        self._pending: deque[Any] = deque(maxlen=PENDING)
        self._wake = threading.Event()

    def send(self, content: Any) -> None:
        """Queue one thing; a page that is too slow misses the oldest."""
        self._pending.append(content)
        self._wake.set()

    def wait(self, seconds: float) -> list[Any]:
        """All that came; nothing when that long nothing did."""
        if not self._wake.wait(seconds):
            return []
        self._wake.clear()
        batch = []
        while self._pending:
            batch.append(self._pending.popleft())
        return batch


class Traffic:
    """The last requests and calls, and whoever listens; bounded."""

    def __init__(self) -> None:
        self._requests: deque[dict[str, Any]] = deque(maxlen=REQUESTS)
        self._calls: deque[Call] = deque(maxlen=CALLS)
        self._listeners: tuple[Listener, ...] = ()
        self._lock = threading.Lock()
        self._until = 0.0

    @property
    def watching(self) -> bool:
        """Whether a page listens, or has done so a short time ago."""
        return bool(self._listeners) or time.monotonic() < self._until

    @property
    def listeners(self) -> int:
        """The number of pages that listen."""
        return len(self._listeners)

    @contextmanager
    def listening(self, group: str | None = None) -> Iterator[Listener]:
        """A listener for the length of the block."""
        listener = Listener(group)
        with self._lock:
            self._listeners = (*self._listeners, listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each is not listener)
                self._until = time.monotonic() + LINGER_SECONDS

    def saw(self, exchange: Exchange, answered: Answered) -> None:
        """Record an answered request, and send it to the pages."""
        request = request_of(exchange, answered)
        self._requests.append(request)
        for listener in self._listeners:
            if listener.group is None:
                listener.send(request)

    def called(self, environ: Mapping[str, Any], at: float, seconds: float, operation: str) -> None:
        """Record a call of an AWS service that belongs to a trace."""
        trace = trace_of(environ.get("HTTP_X_AMZN_TRACE_ID", "")) if self.watching else ""
        if trace:
            self._calls.append(Call(at, seconds * 1000, operation, trace))

    def wrote(self, group: str, at_ms: int, message: str) -> None:
        """Send a log line to the pages that show its group."""
        for listener in self._listeners:
            if listener.group == group:
                listener.send({"at": at_ms, "message": message})

    def requests(self) -> list[dict[str, Any]]:
        """The last requests, oldest first."""
        return list(self._requests)

    def calls(self) -> list[Call]:
        """The last calls, oldest first."""
        return list(self._calls)


class WatchedLogs:
    """A log sink that lets pages see the lines, too."""

    def __init__(self, sink: LogSink, traffic: Traffic) -> None:
        self._sink = sink
        self._traffic = traffic

    def write(
        self, group: str, stream: str, timestamp_ms: int, message: str, region: str = REGION
    ) -> None:
        """Queue one line for a region's log group, without waiting."""
        self._sink.write(group, stream, timestamp_ms, message, region)
        if self._traffic.listeners:
            self._traffic.wrote(group, timestamp_ms, message)
