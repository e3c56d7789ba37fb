"""Open arrivals: a slow answer holds up nothing, and counts from when its request was due."""

import asyncio
import random

import pytest

from tools.measure.load.arrivals import Sample, Step, offer
from tools.measure.load.memory import slopes


def test_requests_arrive_whatever_the_answers_take() -> None:
    async def ask(_: random.Random) -> int:
        await asyncio.sleep(0.2)
        return 200

    step = asyncio.run(offer(ask, rate=200, seconds=0.2, seed=1))

    assert len(step.samples) > 20
    assert max(each.due for each in step.samples) < 0.2
    assert min(each.seconds for each in step.samples) >= 0.19


def test_the_same_seed_makes_the_same_arrivals() -> None:
    async def ask(_: random.Random) -> int:
        return 200

    first, second = (asyncio.run(offer(ask, 100, 0.1, seed=7)) for _ in range(2))

    assert [each.due for each in first.samples] == [each.due for each in second.samples]


def test_a_step_counts_good_throttled_and_failed_answers() -> None:
    samples = [Sample(0.1 * n, 1.0, status) for n, status in enumerate((200, 201, 429, 500, 0))]
    step = Step(50, 0.1, samples)

    assert (step.good, step.statuses[429], step.errors) == (2, 1, 2)
    assert step.throughput == pytest.approx(2 / 1.4)
    assert step.percentile(99) == 1.0


def test_the_slope_of_memory_is_of_processes_that_lived_on() -> None:
    growing = [(float(second), 100 + second / 36) for second in range(100)]
    flat = [(float(second), 50.0) for second in range(100)]
    ended = [(float(second), 50.0) for second in range(20)]

    assert slopes({"growing": growing, "flat": flat, "ended": ended}) == {
        "growing": 100.0,
        "flat": 0.0,
    }
