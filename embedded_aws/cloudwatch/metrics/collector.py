"""Delivers the data plane's measurements to the local CloudWatch."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from moto.cloudwatch.models import cloudwatch_backends

from embedded_aws.cloudwatch.metrics.store import MINUTE, Dimensions, Store
from embedded_aws.cloudwatch.metrics.summary import Summary, add, empty
from embedded_aws.state.changes import changing
from embedded_aws.state.regions import used

FLUSH_SECONDS = 1.0
FORGET_SECONDS = 300
PENDING = 100_000
"""More than this between two flushes is dropped: measuring must not fill the memory."""

type Sample = tuple[str, str, float]
"""Name, unit, value."""
_report = logging.getLogger(__name__)


class Measurement(Protocol):
    """The raw facts about one request, converted to metrics later, off the request's path."""

    @property
    def at(self) -> float:
        """The time of the request."""

    @property
    def region(self) -> str:
        """The region in which it happened."""

    @property
    def namespace(self) -> str:
        """The metrics' namespace."""

    def dimension_sets(self) -> Iterable[Dimensions]:
        """The sets of dimensions; each is a metric of its own."""

    def samples(self) -> Iterable[Sample]:
        """The samples, the same for each set of dimensions."""


class MetricSink(Protocol):
    """Accepts measurements."""

    def record(self, measurement: Measurement) -> None:
        """Queue one measurement, without waiting."""


class Unmeasured:
    """A sink that drops measurements, for a data plane without a CloudWatch."""

    def record(self, measurement: Measurement) -> None:
        """Drop the measurement."""


class MotoMetrics:
    """Summarizes measurements into moto's CloudWatch, at most a second late."""

    def __init__(self, account_id: str, clock: Callable[[], float] = time.time) -> None:
        self._account_id = account_id
        self._clock = clock
        self._pending: deque[Measurement] = deque()
        self._lost = 0
        self._forgot = clock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="metrics", daemon=True)
        self._thread.start()

    def record(self, measurement: Measurement) -> None:
        """Queue one for the next flush; appending to a deque needs no lock."""
        if len(self._pending) < PENDING:
            self._pending.append(measurement)
        else:
            self._lost += 1

    def flush(self) -> None:
        """Summarize all queued measurements."""
        taken = [self._pending.popleft() for _ in range(len(self._pending))]
        lost, self._lost = self._lost, 0
        if lost:
            _report.warning("%d requests came too fast to be measured", lost)
        summaries = _summarised(taken)
        if not summaries:
            return
        with changing(worth_saving=False):
            for (minute, region, namespace, sets, name, unit), summary in summaries.items():
                store = Store(cloudwatch_backends[self._account_id][region])
                for dimensions in sets:
                    store.add((namespace, name, dimensions), unit, minute, summary)

    def close(self) -> None:
        """Flush and end the thread."""
        self._closed.set()
        self._thread.join()
        self.flush()

    def _run(self) -> None:
        while not self._closed.wait(FLUSH_SECONDS):
            try:
                self.flush()
                self._forget()
            except Exception:  # noqa: BLE001 - metrics may fail, measuring goes on
                _report.warning("Metrics were lost", exc_info=True)

    def _forget(self) -> None:
        now = self._clock()
        if now - self._forgot >= FORGET_SECONDS:
            self._forgot = now
            with changing(worth_saving=False):
                for backend in used(cloudwatch_backends, self._account_id).values():
                    Store(backend).forget(now)


def _summarised(taken: Iterable[Measurement]) -> dict[tuple[Any, ...], Summary]:
    """One summary for each minute, region, set of dimensions, metric and unit."""
    alike: dict[tuple[Any, ...], Summary] = {}
    for each in taken:
        minute, sets = int(each.at) // MINUTE * MINUTE, tuple(each.dimension_sets())
        group = minute, each.region, each.namespace, sets
        for name, unit, value in each.samples():
            key = (*group, name, unit)
            if key not in alike:
                alike[key] = empty()
            add(alike[key], value)
    return alike
