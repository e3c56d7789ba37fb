"""Asynchronous events: retried as in Lambda, then given up."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.functions import Event, Events, FailedEvents, Pace
from embedded_aws.functions.events.retries import GivenUp
from embedded_aws.scale import ScaleError
from embedded_aws.tests.integration.functions.conftest import Lambda, deployed

COUNTING = """
import pathlib
def handle(event, context):
    seen = pathlib.Path(event["file"])
    seen.write_text((seen.read_text() if seen.exists() else "") + context.aws_request_id + "\\n")
    if len(seen.read_text().split()) <= event["failures"]:
        raise ValueError("no good")
"""


class Clock:
    """A clock that advances while a caller waits."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def now(self) -> float:
        return sum(self.waits)

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.meanwhile()


class Course:
    """The history of one event: waits, attempts, and its end."""

    def __init__(self, local_lambda: Lambda, folder: Path) -> None:
        self._lambda = local_lambda
        self._file = folder / "attempts"
        self.clock = Clock()
        self.given_up: list[GivenUp] = []

    def run(self, failures: int, settings: FailedEvents | None = None, **changed: Any) -> None:
        """Send an event that fails a number of times, until no attempt is left."""
        function = deployed(COUNTING, failed_events=settings or FailedEvents(), **changed)
        payload = json.dumps({"file": str(self._file), "failures": failures}).encode()

        async def scenario() -> None:
            async with self._lambda(function) as functions:
                events = Events(functions, self.given_up.append, self.clock)
                await events.take(Event("sample", payload))
                await asyncio.gather(*events._waiting)

        asyncio.run(scenario())

    @property
    def attempts(self) -> list[str]:
        return self._file.read_text().split() if self._file.exists() else []


@pytest.fixture
def course(local_lambda: Lambda, tmp_path: Path) -> Course:
    return Course(local_lambda, tmp_path)


@pytest.mark.parametrize(("failures", "waits"), [(0, []), (1, [60]), (2, [60, 120])])
def test_an_event_is_tried_again_after_one_minute_and_after_two(
    course: Course, failures: int, waits: list[float]
) -> None:
    course.run(failures)

    assert course.clock.waits == waits
    assert len(course.attempts) == failures + 1
    assert course.given_up == []


def test_all_attempts_have_the_request_id_of_the_event(course: Course) -> None:
    course.run(9)

    assert course.attempts == [course.given_up[0].event.request_id] * 3


def test_an_event_is_given_up_after_three_attempts(course: Course) -> None:
    course.run(9)

    [given_up] = course.given_up
    assert (given_up.condition, given_up.attempts) == ("RetriesExhausted", 3)
    assert given_up.outcome
    assert json.loads(given_up.outcome.payload)["errorMessage"] == "no good"


@pytest.mark.parametrize("retries", [0, 1])
def test_a_function_may_have_fewer_retries(course: Course, retries: int) -> None:
    course.run(9, FailedEvents(retries=retries))

    assert len(course.attempts) == course.given_up[0].attempts == retries + 1


def test_an_event_that_would_be_too_old_is_given_up(course: Course) -> None:
    course.run(9, FailedEvents(maximum_age_seconds=100))

    assert course.given_up[0].condition == "EventAgeExceeded"
    assert len(course.attempts) == 2


def test_a_function_that_may_not_run_gives_its_events_up_at_once(course: Course) -> None:
    course.run(0, reserved_concurrency=0)

    [given_up] = course.given_up
    assert (given_up.attempts, given_up.outcome, course.clock.waits) == (1, None, [])


def test_a_throttled_event_waits_longer_each_time_until_it_is_too_old(
    local_lambda: Lambda,
) -> None:
    clock, given_up = Clock(), list[GivenUp]()
    busy = deployed(
        "import time\ndef handle(event, context): time.sleep(1)",
        reserved_concurrency=1,
        failed_events=FailedEvents(retries=0, maximum_age_seconds=1000),
    )

    async def scenario() -> None:
        async with local_lambda(busy) as functions:
            running = asyncio.create_task(functions.invoke("sample", b"{}"))
            await asyncio.sleep(0.1)
            events = Events(functions, given_up.append, clock)
            await events.take(Event("sample", b"{}"))
            await asyncio.gather(*events._waiting)
            await running

    asyncio.run(scenario())

    assert clock.waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert [(each.condition, each.outcome) for each in given_up] == [("EventAgeExceeded", None)]


def test_an_event_ends_with_its_function(local_lambda: Lambda) -> None:
    failing = deployed("def handle(event, context): raise ValueError")
    clock, given_up = Clock(), list[GivenUp]()

    async def scenario() -> None:
        async with local_lambda(failing) as functions:
            clock.meanwhile = functions._catalog.functions.clear  # type: ignore[attr-defined]
            events = Events(functions, given_up.append, clock)
            await events.take(Event("sample", b"{}"))
            await asyncio.gather(*events._waiting)

    asyncio.run(scenario())

    assert (clock.waits, given_up) == ([60], [])


def test_a_minute_may_last_less_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMBDA_MINUTE_SECONDS", "0.01")
    pace = Pace()

    async def scenario() -> float:
        began = pace.now()
        await pace.wait(60)
        return pace.now() - began

    assert 60 <= asyncio.run(scenario()) < 60_000


def test_a_wrong_length_of_a_minute_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMBDA_MINUTE_SECONDS", "61")

    with pytest.raises(ScaleError, match="LAMBDA_MINUTE_SECONDS is '61'"):
        Pace()
