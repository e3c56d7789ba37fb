"""`python -m tools.bench.gateway`: throughput and added latency of the local data plane.

The real server runs in its own process; `wrk` asks it for one route at a time, in rounds.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tools.bench.deployment import ROUTES, deployed
from tools.bench.direct import direct_latencies
from tools.bench.wrk import Measured, WrkError, wrk
from tools.local.apart import Target, serving

SOAK_REQUESTS = 100_000
CONNECTIONS = 16
console = Console()


def main() -> int:
    """Parse the command line, measure, and print the table and the JSON line."""
    parser = argparse.ArgumentParser(prog="make bench-gateway", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds over all routes (3)")
    parser.add_argument("--seconds", type=int, default=5, help="length of one measurement (5)")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        print("error: wrk is not installed; `apt-get install wrk` brings it", file=sys.stderr)
        return 2
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder, serving(Path(folder, "local")) as target:
            figures = measure(target, Path(folder), arguments.rounds, arguments.seconds)
    except WrkError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    show(figures)
    console.print(f"[dim]{time.monotonic() - began:.0f} s[/dim]")
    print(json.dumps(figures))
    return 0


def measure(target: Target, folder: Path, rounds: int, seconds: int) -> dict[str, Any]:
    """All figures; routes and the direct call take turns, so that noise meets all of them."""
    base = deployed(target)
    apart = folder / "direct"
    apart.mkdir()
    alone: dict[str, list[Measured]] = {name: [] for name in ROUTES}
    together: dict[str, list[Measured]] = {name: [] for name in ROUTES}
    direct: list[list[float]] = []
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("measuring", total=rounds * (2 * len(ROUTES) + 1) + 1)
        for _ in range(rounds):
            direct.append(asyncio.run(direct_latencies(apart, seconds)))
            progress.advance(task)
            for name, path in ROUTES.items():
                alone[name].append(wrk(base + path, 1, seconds))
                together[name].append(wrk(base + path, CONNECTIONS, seconds))
                progress.advance(task, 2)
        memory = soak(target, base)
        progress.advance(task)
    called = {"p50": percentile(direct, 0.50), "p99": percentile(direct, 0.99)}
    return {
        "direct_call_ms": called,
        "routes": {
            name: {
                "p50_ms": median(each.p50_ms for each in alone[name]),
                "p99_ms": median(each.p99_ms for each in alone[name]),
                "requests_per_second": median(each.rate for each in together[name]),
                "spread": spread([each.rate for each in together[name]]),
            }
            for name in ROUTES
        },
        "added_p50_ms": median(each.p50_ms for each in alone["function"]) - called["p50"],
        "memory_mb": memory,
    }


def percentile(rounds: list[list[float]], share: float) -> float:
    """The median over rounds of a round's percentile, in milliseconds."""
    return median(sorted(each)[int(len(each) * share)] for each in rounds)


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


def show(figures: dict[str, Any]) -> None:
    """The figures as a table, and whether the goals are met."""
    table = Table("route", "p50 ms", "p99 ms", "requests/s", "spread", title="Local data plane")
    called = figures["direct_call_ms"]
    table.add_row("the function itself", f"{called['p50']:.2f}", f"{called['p99']:.2f}", "", "")
    for name, each in figures["routes"].items():
        table.add_row(
            name,
            f"{each['p50_ms']:.2f}",
            f"{each['p99_ms']:.2f}",
            f"{each['requests_per_second']:,.0f}",
            f"{each['spread']:.0%}",
        )
    console.print(table)
    memory, added = figures["memory_mb"], figures["added_p50_ms"]
    console.print(f"added to the function's own time: {added:.2f} ms at p50 (goal: < 2)")
    grown = f"{memory['before']:.0f} → {memory['after']:.0f} MB"
    console.print(f"memory {grown} over {memory['requests']:,} requests")


if __name__ == "__main__":
    sys.exit(main())
