"""A circuit breaker: what fails again and again is left alone for a while."""

import time
from collections.abc import Callable

FAILURES = 5
OPEN_SECONDS = 5.0


class CircuitBreaker:
    """Closed until `failures` calls in a row have failed; then open, then one trial at a time."""

    def __init__(
        self,
        failures: int = FAILURES,
        open_seconds: float = OPEN_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._open_seconds = open_seconds
        self._clock = clock
        self._failed = 0
        self._open_until = 0.0

    def wait_seconds(self) -> float:
        """How long to leave it alone; 0 when a call may be tried."""
        if self._failed < self._limit:
            return 0.0
        return max(0.0, self._open_until - self._clock())

    def succeeded(self) -> None:
        """Close it."""
        self._failed = 0

    def failed(self) -> None:
        """Count a failure; open it when there were too many, and again after a failed trial."""
        self._failed += 1
        if self._failed >= self._limit:
            self._open_until = self._clock() + self._open_seconds
