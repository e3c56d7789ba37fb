"""A thread that evaluates the local CloudWatch's alarms every few seconds."""

import logging
import threading
import time
from collections.abc import Callable

from embedded_aws.cloudwatch.alarms.regions import AllAlarms

EVALUATE_SECONDS = 5.0
_report = logging.getLogger(__name__)


class AlarmClock:
    """Evaluates alarms in a thread of its own, because a subscriber may be slow."""

    def __init__(self, alarms: AllAlarms, clock: Callable[[], float] = time.time) -> None:
        self._alarms = alarms
        self._clock = clock
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alarms", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        self._thread.join(timeout=EVALUATE_SECONDS)

    def _run(self) -> None:
        while not self._closed.wait(EVALUATE_SECONDS):
            try:
                self._alarms.evaluate(self._clock())
            except Exception:  # noqa: BLE001 - the next round comes
                _report.warning("The alarms were not evaluated", exc_info=True)
