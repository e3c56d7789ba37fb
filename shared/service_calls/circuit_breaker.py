"""A circuit breaker: stops calls to a service that fails repeatedly, for some time."""

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
        """Seconds until the next call is allowed; 0 when it is allowed now."""
        if self._failed < self._limit:
            return 0.0
        return max(0.0, self._open_until - self._clock())

    def succeeded(self) -> None:
        """Close the circuit."""
        self._failed = 0

    def failed(self) -> None:
        """Count a failure; open the circuit after too many, or after a failed trial."""
        self._failed += 1
        if self._failed >= self._limit:
            self._open_until = self._clock() + self._open_seconds
