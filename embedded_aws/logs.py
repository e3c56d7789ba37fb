"""Delivers the embedded AWS's log lines to its CloudWatch Logs."""

import logging
import threading
from collections import defaultdict
from typing import Any, Protocol

from moto.logs.models import logs_backends

from embedded_aws.config import REGION
from embedded_aws.state.changes import changing

FLUSH_SECONDS = 0.1
PENDING_LINES = 50_000
"""A function that prints faster than this can be kept loses lines, not the machine's memory."""
STREAM_LINES = 20_000
"""Older lines of a stream are forgotten: this is a laptop's CloudWatch, not AWS's."""
type Place = tuple[str, str, str]
"""Region, log group and stream."""
_report = logging.getLogger(__name__)


class LogSink(Protocol):
    """Accepts log lines of functions and of the gateway."""

    def write(
        self, group: str, stream: str, timestamp_ms: int, message: str, region: str = REGION
    ) -> None:
        """Queue one line for a region's log group, without waiting."""


class MotoLogs:
    """Writes lines into moto's CloudWatch Logs, at most a tenth of a second late."""

    def __init__(self, account_id: str) -> None:
        self._account_id = account_id
        self._pending: dict[Place, list[dict[str, Any]]] = defaultdict(list)
        self._count = self._lost = 0
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._closed = False
        self._unknown: set[tuple[str, str]] = set()
        self._thread = threading.Thread(target=self._run, name="logs", daemon=True)
        self._thread.start()

    def write(
        self, group: str, stream: str, timestamp_ms: int, message: str, region: str = REGION
    ) -> None:
        """Queue one line for the next flush."""
        with self._lock:
            if self._count >= PENDING_LINES:
                self._lost += 1
                return
            self._count += 1
            event = {"timestamp": timestamp_ms, "message": message}
            self._pending[region, group, stream].append(event)
        self._wake.set()

    def flush(self) -> None:
        """Write all queued lines now."""
        with self._lock:
            pending, self._pending = self._pending, defaultdict(list)
            lost, self._lost, self._count = self._lost, 0, 0
        if lost:
            _report.warning("%d log lines came too fast and were dropped", lost)
        with changing(worth_saving=False):
            for place, events in pending.items():
                self._try(place, events)

    def close(self) -> None:
        """Flush, and end the thread."""
        self._closed = True
        self._wake.set()
        self._thread.join()
        self.flush()

    def _run(self) -> None:
        while not self._closed:
            self._wake.wait()
            threading.Event().wait(FLUSH_SECONDS)
            self._wake.clear()
            self.flush()

    def _try(self, place: Place, events: list[dict[str, Any]]) -> None:
        try:
            self._put(place, events)
        except Exception:  # noqa: BLE001 - one group's trouble must not silence the others
            _report.warning("Lines of %s were dropped", place[1], exc_info=True)

    def _put(self, place: Place, events: list[dict[str, Any]]) -> None:
        region, group, stream = place
        backend: Any = logs_backends[self._account_id][region]
        log_group = backend.groups.get(group)
        if log_group is None:
            if place[:2] not in self._unknown:
                self._unknown.add(place[:2])
                _report.warning("There is no log group %s; its lines are here instead", group)
            for event in events:
                _report.warning("%s: %s", group, event["message"])
            return
        if stream not in log_group.streams:
            backend.create_log_stream(group, stream)
        # A request is logged under the time that it came at, and a quicker one is done before it.
        in_order = sorted(events, key=lambda event: event["timestamp"])
        backend.put_log_events(group, stream, in_order)
        stored = log_group.streams[stream].events
        del stored[:-STREAM_LINES]
