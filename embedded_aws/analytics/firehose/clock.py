"""A thread that delivers what has waited long enough; its minute is shorter than AWS's."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from moto.firehose.models import firehose_backends

from embedded_aws import scale
from embedded_aws.analytics.firehose.buffers import Record, Waiting, of, put, size_of
from embedded_aws.analytics.firehose.delivery import Delivery
from embedded_aws.analytics.firehose.settings import MEGABYTE, Destination, destination_of
from embedded_aws.state import regions
from embedded_aws.state.changes import changing

VARIABLE = "FIREHOSE_MINUTE_SECONDS"
DEFAULT = 1.0
LOOK_SECONDS = 0.25
RETRY_SECONDS = 24 * 3600
"""AWS gives a record up when it could not be delivered for so long."""
_report = logging.getLogger(__name__)


def minute_seconds() -> float:
    """Seconds of a minute of buffering: the environment's value, else one."""
    return scale.minute_seconds(VARIABLE, DEFAULT)


class DeliveryClock:
    """Delivers in a thread of its own, so that no request waits for it."""

    def __init__(self, account_id: str, clock: Callable[[], float] = time.time) -> None:
        self._account_id = account_id
        self._clock = clock
        self._minute = minute_seconds()
        self._troubled: set[str] = set()
        self._arriving: deque[tuple[str, str, Record]] = deque()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="firehose", daemon=True)
        self._thread.start()

    def put(self, region: str, stream: str, data: bytes) -> None:
        """Queue a record of another service for a region's stream, without waiting."""
        self._arriving.append((region, stream, Record(self._clock(), data)))

    def close(self) -> None:
        """End the thread, and deliver what waits."""
        self._closed.set()
        self._thread.join()
        self.deliver(everything=True)

    def deliver(self, *, everything: bool = False) -> None:
        """Deliver what is due, or all."""
        self._take_in()
        for backend in regions.used(firehose_backends, self._account_id).values():
            for name, waiting in list(of(backend).items()):
                if waiting:
                    self._deliver(backend, name, waiting, everything=everything)

    def _take_in(self) -> None:
        """Move what was queued into the streams' buffers."""
        if not self._arriving:
            return
        with changing(worth_saving=False):
            while self._arriving:
                region, stream, record = self._arriving.popleft()
                backend: Any = firehose_backends[self._account_id][region]
                if stream in backend.delivery_streams:  # else deleted: AWS drops it too
                    put(backend, stream, [record])

    def _run(self) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            try:
                self.deliver()
            except Exception:  # noqa: BLE001 - the next round comes
                _report.warning("Firehose's records were not looked at", exc_info=True)

    def _deliver(
        self, backend: Any, name: str, waiting: list[Waiting], *, everything: bool
    ) -> None:
        stream = backend.delivery_streams.get(name)
        destination = destination_of(stream, backend.region_name) if stream else None
        if destination is None:
            of(backend).pop(name, None)  # deleted, with its data
            return
        if not (everything or self._is_due(destination, waiting)):
            return
        with changing(worth_saving=False):
            taken = waiting[:]
            try:
                Delivery(backend, stream, destination).deliver(taken)
            except Exception:  # noqa: BLE001 - one stream's trouble must not stop the others
                self._keep(name, waiting)
            else:
                self._troubled.discard(name)
                del waiting[: len(taken)]

    def _is_due(self, destination: Destination, waiting: list[Waiting]) -> bool:
        waited = self._clock() - waiting[0].arrived
        if waited >= destination.minutes * self._minute:
            return True
        return sum(map(size_of, waiting)) >= destination.megabytes * MEGABYTE

    def _keep(self, name: str, waiting: list[Waiting]) -> None:
        """Tell of the trouble once; the records stay, and are tried again."""
        if name not in self._troubled:
            self._troubled.add(name)
            _report.warning("The stream %s cannot deliver yet", name, exc_info=True)
        oldest = self._clock() - RETRY_SECONDS
        waiting[:] = [each for each in waiting if each.arrived >= oldest]
