"""Calls that must end in time."""

from threading import Event

import pytest

from shared.service_calls.circuit_breaker import CircuitBreaker
from shared.service_calls.deadlines import within
from tests.harness.other_service import Clock


def test_a_call_in_time_gives_its_result() -> None:
    assert within(5, lambda: "done") == "done"


def test_a_call_that_fails_fails_here() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)


def test_a_call_that_is_late_is_not_waited_for() -> None:
    over = Event()

    with pytest.raises(TimeoutError):
        within(0.05, lambda: over.wait(2))

    over.set()


def test_a_circuit_opens_after_five_failures_for_five_seconds() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock=clock)
    waits = []
    for _ in range(5):
        breaker.failed()
        waits.append(breaker.wait_seconds())
    clock.now = 3.0
    waits.append(breaker.wait_seconds())

    assert waits == [0, 0, 0, 0, 5, 2]


def test_a_success_closes_the_circuit() -> None:
    clock = Clock()
    breaker = CircuitBreaker(failures=1, clock=clock)
    breaker.failed()
    breaker.succeeded()

    assert breaker.wait_seconds() == 0
