"""Requests that arrive when they like: a slow answer keeps no later one from being sent.

A latency counts from the moment at which the request was to be sent, so that a driver or a server
that falls behind shows it.
"""

import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

Ask = Callable[[random.Random], Awaitable[int]]
"""Sends one request; returns its status, 0 when nobody answered."""

TOO_MANY = 429
PERCENTILES = (50, 95, 99)


@dataclass(frozen=True)
class Sample:
    """One request: when it was due, how long it took from then, and its status."""

    due: float
    seconds: float
    status: int


@dataclass(frozen=True)
class Step:
    """All requests at one rate."""

    offered: float
    seconds: float
    samples: Sequence[Sample]

    @property
    def good(self) -> int:
        """The requests that were answered as they should."""
        return sum(each.status in range(200, 300) for each in self.samples)

    @property
    def throughput(self) -> float:
        """Good answers a second, until the last one came."""
        last = max((each.due + each.seconds for each in self.samples), default=0.0)
        return self.good / max(self.seconds, last)

    @property
    def statuses(self) -> Counter[int]:
        """The requests by their status."""
        return Counter(each.status for each in self.samples)

    @property
    def errors(self) -> int:
        """The requests that were neither answered well nor throttled."""
        return len(self.samples) - self.good - self.statuses[TOO_MANY]

    def percentile(self, percent: int) -> float:
        """Of the latencies, in seconds."""
        seconds = [each.seconds for each in self.samples]
        if len(seconds) < 2:  # noqa: PLR2004 - a percentile needs two
            return sum(seconds)
        return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


def windows(step: Step, count: int) -> list[tuple[float, Step]]:
    """The step in so many parts of one length, each with its begin."""
    length = step.seconds / count
    parts: list[list[Sample]] = [[] for _ in range(count)]
    for each in step.samples:
        parts[min(int(each.due / length), count - 1)].append(each)
    return [
        (number * length, Step(step.offered, length, part)) for number, part in enumerate(parts)
    ]


async def offer(ask: Ask, rate: float, seconds: float, seed: int) -> Step:
    """Send requests at this rate, at times of a Poisson process, and wait for all answers."""
    chance = random.Random(seed)  # noqa: S311 - repeatable arrivals
    began, due = time.monotonic(), 0.0
    tasks: list[asyncio.Task[Sample]] = []
    while (due := due + chance.expovariate(rate)) < seconds:
        await asyncio.sleep(began + due - time.monotonic())
        own = random.Random(chance.getrandbits(64))  # noqa: S311 - repeatable requests
        tasks.append(asyncio.create_task(_sample(ask, own, began, due)))
    return Step(rate, seconds, await asyncio.gather(*tasks))


async def _sample(ask: Ask, chance: random.Random, began: float, due: float) -> Sample:
    status = await ask(chance)
    return Sample(due, time.monotonic() - began - due, status)
