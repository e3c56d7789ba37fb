"""Asynchronous invocations, retried after failures, then sent to their destinations.

Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation".
"""

import asyncio
import contextlib
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from embedded_aws import scale
from embedded_aws.functions.model import (
    DeployedFunction,
    Invocation,
    TooManyRequestsError,
    UnknownFunctionError,
)
from embedded_aws.functions.workers.pool import Functions

RETRY_SECONDS = (60.0, 120.0)
"""Between attempts that ended in an error of the function."""
LONGEST_THROTTLED_SECONDS = 300.0
"""Between attempts that found no free concurrency: from one second on, doubled up to this."""


class Clock(Protocol):
    """The clock by which events age."""

    def now(self) -> float:
        """Seconds since some start."""

    async def wait(self, seconds: float) -> None:
        """Wait for a number of seconds."""


class Pace:
    """AWS's time, of which a minute may last less here."""

    def __init__(self) -> None:
        self._second = scale.minute_seconds("LAMBDA_MINUTE_SECONDS", 60.0) / 60

    def now(self) -> float:
        """The time in Lambda's seconds."""
        return time.monotonic() / self._second

    async def wait(self, seconds: float) -> None:
        """Wait for a number of Lambda's seconds."""
        await asyncio.sleep(seconds * self._second)


@dataclass(frozen=True)
class Event:
    """An asynchronous event for a function; all attempts share its id."""

    function_name: str
    payload: bytes
    qualifier: str | None = None
    client_context: str | None = None
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class GivenUp:
    """An event without further attempts; without an outcome the last one was throttled."""

    event: Event
    function: DeployedFunction
    condition: str
    attempts: int
    outcome: Invocation | None


class Events:
    """Invokes functions with events in the event loop, as often as their settings say."""

    def __init__(self, functions: Functions, keep: Callable[[GivenUp], None], clock: Clock) -> None:
        self._functions = functions
        self._keep = keep
        self._clock = clock
        self._waiting: set[asyncio.Task[None]] = set()

    async def take(self, event: Event) -> Invocation | None:
        """The first attempt's outcome, None if it was throttled; retries follow by themselves."""
        began = self._clock.now()
        outcome = await self._attempt(event)
        if not _succeeded(outcome):
            task = asyncio.create_task(self._repeat(event, began, outcome))
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)
        return outcome

    async def _repeat(self, event: Event, began: float, outcome: Invocation | None) -> None:
        """Retry until an attempt succeeds, or the function's settings end it."""
        failures = throttles = 0
        with contextlib.suppress(UnknownFunctionError):  # events end with their function
            while not _succeeded(outcome):
                failures += outcome is not None
                throttles += outcome is None
                function = self._functions.check(event.function_name, event.qualifier)
                pause = _pause(failures, throttles, throttled=outcome is None)
                end = _end(function, failures, self._clock.now() - began + pause)
                if end:
                    given_up = GivenUp(event, function, end, failures + throttles, outcome)
                    await asyncio.to_thread(self._keep, given_up)
                    return
                await self._clock.wait(pause)
                outcome = await self._attempt(event)

    async def _attempt(self, event: Event) -> Invocation | None:
        try:
            return await self._functions.invoke(
                event.function_name,
                event.payload,
                event.qualifier,
                event.client_context,
                request_id=event.request_id,
            )
        except TooManyRequestsError:
            return None


def _succeeded(outcome: Invocation | None) -> bool:
    return outcome is not None and outcome.function_error is None


def _pause(failures: int, throttles: int, *, throttled: bool) -> float:
    if throttled:
        return min(2.0 ** (throttles - 1), LONGEST_THROTTLED_SECONDS)
    return RETRY_SECONDS[min(failures, len(RETRY_SECONDS)) - 1]


def _end(function: DeployedFunction, failures: int, age_seconds: float) -> str | None:
    """The condition that ends the retries at this age, in Lambda's words; None to go on."""
    settings = function.failed_events
    if failures > settings.retries or function.reserved_concurrency == 0:
        return "RetriesExhausted"
    return "EventAgeExceeded" if age_seconds > settings.maximum_age_seconds else None
