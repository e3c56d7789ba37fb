"""Events of other services, on their way from the control plane's threads to a function."""

import asyncio
import logging
from concurrent.futures import Future
from typing import Any

from embedded_aws.functions.events.retries import Event, Events
from embedded_aws.patches.awslambda.events import deliveries

_report = logging.getLogger(__name__)


class Arrivals:
    """Takes events in any thread, and works in the event loop."""

    def __init__(self, events: Events, loop: asyncio.AbstractEventLoop) -> None:
        self._events = events
        self._loop = loop
        self._background: set[Future[Any]] = set()

    def install(self) -> None:
        """Let other services' events come here from now on."""
        deliveries.use(self.take)

    def take(self, function_arn: str, event: bytes) -> None:
        """Invoke the function without waiting for it; the log has it when that is impossible."""
        work = self._events.take(Event(function_arn, event))
        first = asyncio.run_coroutine_threadsafe(work, self._loop)
        self._background.add(first)
        first.add_done_callback(lambda done: self._forget(done, function_arn))

    def _forget(self, done: Future[Any], function_arn: str) -> None:
        self._background.discard(done)
        if not done.cancelled() and done.exception():
            _report.warning("An event did not reach %s: %s", function_arn, done.exception())
