"""Memory of each process of the stack while load goes on, and its slope."""

import asyncio
import contextlib
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from tools.measure.stack import Stack

EVERY_SECONDS = 1.0
MB = 1024 * 1024
HOUR = 3600
SETTLING = 0.25
"""The first part of a watch, in which caches fill; the slope is of the rest."""
ENOUGH = 3

LIVED = 0.5
"""Of the watch, so that a slope says something."""
ALL = "all together"

type Points = list[tuple[float, float]]
"""(seconds, MB)."""
type Series = dict[str, Points]
"""The points of each process, by what it is and its id."""


@dataclass(frozen=True)
class Process:
    """A process of the stack: its memory once caches were full, at the end, and its slope."""

    process: str
    first_mb: float
    last_mb: float
    mb_per_hour: float | None
    """None of a process that lived for too short a time."""


async def watched(stack: Stack, series: Series) -> None:
    """Note the memory of every process, until cancelled."""
    began = time.monotonic()
    while True:
        for name, megabytes in await asyncio.to_thread(_now, stack):
            series.setdefault(name, []).append((time.monotonic() - began, megabytes))
        await asyncio.sleep(EVERY_SECONDS)


def processes(series: Series) -> list[Process]:
    """Every process that was there at the end, and all together."""
    last = max((points[-1][0] for points in series.values()), default=0.0)
    alive = {
        name: points for name, points in series.items() if points[-1][0] >= last - 2 * EVERY_SECONDS
    }
    each = [_process(name, points, last) for name, points in sorted(alive.items())]
    lasting = [one for one in each if one.mb_per_hour is not None]
    brief = [one for one in each if one.mb_per_hour is None]
    return [*lasting, *_as_one(brief), *(_process(ALL, _added(series), last) for _ in each[:1])]


def _as_one(brief: Sequence[Process]) -> list[Process]:
    """One line for all that began too late for a slope of their own."""
    if not brief:
        return []
    first, last = (sum(getattr(one, name) for one in brief) for name in ("first_mb", "last_mb"))
    return [Process(f"{len(brief)} begun later", round(first, 1), round(last, 1), None)]


def _process(name: str, points: Points, last: float) -> Process:
    settled = [point for point in points if point[0] >= SETTLING * last]
    slope = None
    if len(settled) >= ENOUGH and settled[-1][0] - settled[0][0] >= LIVED * last:
        slope = statistics.linear_regression(*zip(*settled, strict=True)).slope * HOUR
    return Process(
        name,
        round((settled or points)[0][1], 1),
        round(points[-1][1], 1),
        None if slope is None else round(slope, 1),
    )


def _added(series: Series) -> Points:
    """The memory of all processes together, by the second."""
    whole: dict[int, float] = defaultdict(float)
    for points in series.values():
        for at, megabytes in {round(at): megabytes for at, megabytes in points}.items():
            whole[at] += megabytes
    return sorted((float(at), megabytes) for at, megabytes in whole.items())


def _now(stack: Stack) -> list[tuple[str, float]]:
    server = stack.server
    names: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for process in (server, *server.children(recursive=True)):
        with contextlib.suppress(psutil.Error):  # it may just have ended
            function = process.environ().get("AWS_LAMBDA_FUNCTION_NAME")
            name = function if function and process.pid != server.pid else process.name()
            names[name].append((f"{name} {process.pid}", process.memory_info().rss / MB))
    return [each for group in names.values() for each in group]
