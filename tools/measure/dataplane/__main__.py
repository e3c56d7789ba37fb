"""`make bench-gateway`: throughput and added latency of the local data plane.

The real server runs in its own process; `wrk` requests one route at a time, in rounds.
"""

import asyncio
import json
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from rich.console import Console
from rich.progress import Progress

from embedded_aws import Target, serving
from tools import command
from tools.command import CommandError
from tools.measure.dataplane.deployment import FUNCTION, ROUTES, TABLE, deployed
from tools.measure.dataplane.direct import direct_latencies, table_latencies
from tools.measure.dataplane.report import goals, show
from tools.measure.dataplane.wrk import Measured, wrk

SOAK_REQUESTS = 100_000
CONNECTIONS = 16
console = Console()


def _measure(arguments: Namespace) -> None:
    if shutil.which("wrk") is None:
        raise CommandError("wrk is not installed; `apt-get install wrk` brings it")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder, "local")) as target:
        figures = measure(target, Path(folder), arguments.rounds, arguments.seconds)
    show(console, figures)
    print(json.dumps(figures))


def measure(target: Target, folder: Path, rounds: int, seconds: int) -> dict[str, Any]:
    """All figures; routes and direct calls alternate, so that noise affects all of them."""
    base, server = deployed(target), psutil.Process(target.pid)
    apart = folder / "direct"
    apart.mkdir()
    alone: dict[str, list[Measured]] = {name: [] for name in ROUTES}
    together: dict[str, list[Measured]] = {name: [] for name in ROUTES}
    cpu_us: dict[str, list[float]] = {name: [] for name in ROUTES}
    direct: dict[str, list[list[float]]] = {FUNCTION: [], TABLE: []}
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("measuring", total=rounds * (2 * len(ROUTES) + 2) + 1)
        for _ in range(rounds):
            direct[FUNCTION].append(asyncio.run(direct_latencies(apart, seconds)))
            direct[TABLE].append(table_latencies(target, seconds))
            progress.advance(task, 2)
            for name, path in ROUTES.items():
                alone[name].append(wrk(base + path, 1, seconds))
                began = _cpu_seconds(server)
                together[name].append(wrk(base + path, CONNECTIONS, seconds))
                used = _cpu_seconds(server) - began
                cpu_us[name].append(used / together[name][-1].requests * 1e6)
                progress.advance(task, 2)
        memory = soak(target, base)
        progress.advance(task)
    routes = {
        name: {
            "p50_ms": median(each.p50_ms for each in alone[name]),
            "p99_ms": median(each.p99_ms for each in alone[name]),
            "direct_p50_ms": percentile(direct.get(name, []), 0.50),
            "direct_p99_ms": percentile(direct.get(name, []), 0.99),
            "requests_per_second": median(each.rate for each in together[name]),
            "spread": spread([each.rate for each in together[name]]),
            "server_cpu_us": median(cpu_us[name]),
        }
        for name in ROUTES
    }
    load = psutil.getloadavg()[1]
    figures = {"routes": routes, "memory_mb": memory, "cpus": psutil.cpu_count(), "load": load}
    return {**figures, "goals": goals(routes, memory)}


def _cpu_seconds(server: psutil.Process) -> float:
    """CPU seconds of the server process alone; functions run in processes of their own."""
    times = server.cpu_times()
    return float(times.user + times.system)


def percentile(rounds: list[list[float]], share: float) -> float:
    """The median over rounds of a round's percentile, in milliseconds; 0 of nothing."""
    return median(sorted(each)[int(len(each) * share)] for each in rounds) if rounds else 0.0


def spread(values: list[float]) -> float:
    """(largest - smallest) / median."""
    return (max(values) - min(values)) / median(values)


def soak(target: Target, base: str) -> dict[str, float]:
    """Resident memory of the server before and after 100,000 requests of every kind."""
    server = psutil.Process(target.pid)
    before, sent = server.memory_info().rss, 0
    while sent < SOAK_REQUESTS:
        for path in ROUTES.values():
            sent += wrk(base + path, CONNECTIONS, 2).requests
    after = server.memory_info().rss
    return {"before": before / 1e6, "after": after / 1e6, "requests": sent}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print the table and the JSON line."""
    parser = command.parser("make bench-gateway", __doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds over all routes (3)")
    parser.add_argument("--seconds", type=int, default=5, help="length of one measurement (5)")
    return command.run(parser, argv, _measure)


if __name__ == "__main__":
    sys.exit(main())
