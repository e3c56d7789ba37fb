"""Open arrivals: a slow answer holds up nothing, and counts from when its request was due."""

import asyncio
import json
import random
from collections.abc import Sequence

import pytest

from tools.measure.load.arrivals import Sample, Step, offer, windows
from tools.measure.load.memory import ALL, processes
from tools.measure.load.outcome import Outcome


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
    late = [(float(second), 50.0) for second in range(90, 100)]

    watched = processes({"growing": growing, "flat": flat, "ended": ended, "late": late})

    assert {each.process: each.mb_per_hour for each in watched} == {
        "growing": 100.0,
        "flat": 0.0,
        "1 begun later": None,
        ALL: pytest.approx(1900, rel=0.1),
    }


def test_a_soak_is_looked_at_part_by_part() -> None:
    samples = [Sample(float(second), 0.1, 200 if second < 5 else 500) for second in range(10)]

    parts = windows(Step(1, 10.0, samples), 2)

    assert [(begin, part.good, part.errors) for begin, part in parts] == [(0.0, 5, 0), (5.0, 0, 5)]


def outcome(limited: Sequence[int], soak: Sequence[int] = (200,)) -> Outcome:
    one, other, whole = (
        Step(10, 10.0, [Sample(0.0, 0.1, status) for status in statuses])
        for statuses in ((200,), limited, soak)
    )
    return Outcome([one], other, allowed=2, soak=whole, memory={})


@pytest.mark.parametrize(
    ("limited", "soak", "failed"),
    [
        ((200, 200, 429), (200,), False),
        ((200, 200, 200, 429), (200,), True),
        ((200, 200), (200,), True),
        ((200, 429), (200, 429), True),
        ((200, 429), (200, 500), True),
        ((200, 429, 500), (200,), True),
    ],
)
def test_a_load_fails_by_errors_and_by_limits_that_do_not_hold(
    limited: Sequence[int], soak: Sequence[int], *, failed: bool
) -> None:
    assert outcome(limited, soak).failed is failed


def test_the_last_line_has_a_row_for_each_phase() -> None:
    content = json.loads(outcome((200, 429)).as_json)

    assert [each["phase"] for each in content["phases"]] == ["step 1", "limits", "soak"]
    assert content["phases"][1]["429"] == 1
