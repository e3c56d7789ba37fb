"""Memory of each process of the stack while load goes on, and its slope."""

import asyncio
import contextlib
import statistics
import time
from collections import defaultdict

import psutil

from tools.measure.stack import Stack

EVERY_SECONDS = 1.0
MB = 1024 * 1024
HOUR = 3600
SETTLING = 0.25
"""The first part of a watch, in which caches fill; the slope is of the rest."""
ENOUGH = 3

type Series = dict[str, list[tuple[float, float]]]
"""(seconds, MB) of each process, by what it is and its id."""


async def watched(stack: Stack, series: Series) -> None:
    """Note the memory of every process, until cancelled."""
    began = time.monotonic()
    while True:
        for name, megabytes in await asyncio.to_thread(_now, stack):
            series.setdefault(name, []).append((time.monotonic() - began, megabytes))
        await asyncio.sleep(EVERY_SECONDS)


def slopes(series: Series) -> dict[str, float]:
    """MB an hour of each process that lived through the watch, by least squares."""
    last = max((points[-1][0] for points in series.values()), default=0.0)
    settled = {
        name: [point for point in points if point[0] >= SETTLING * last]
        for name, points in series.items()
        if points[-1][0] >= last - 2 * EVERY_SECONDS
    }
    return {
        name: round(statistics.linear_regression(*zip(*points, strict=True)).slope * HOUR, 1)
        for name, points in settled.items()
        if len(points) >= ENOUGH
    }


def _now(stack: Stack) -> list[tuple[str, float]]:
    server = stack.server
    names: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for process in (server, *server.children(recursive=True)):
        with contextlib.suppress(psutil.Error):  # it may just have ended
            function = process.environ().get("AWS_LAMBDA_FUNCTION_NAME")
            name = function if function and process.pid != server.pid else process.name()
            names[name].append((f"{name} {process.pid}", process.memory_info().rss / MB))
    return [each for group in names.values() for each in group]
