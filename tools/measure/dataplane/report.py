"""The gateway's figures as a table, and whether they meet the goals."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.measure.dataplane.deployment import CACHED, FUNCTION, REFUSED

ADDED_MS = 2.0
REQUESTS_PER_SECOND = 3_000
GROWTH = 0.05
"""How much of its memory counts as flat: caches fill, and the allocator keeps some."""

type Route = Mapping[str, float]


@dataclass(frozen=True)
class Goal:
    """One measured figure beside its goal."""

    what: str
    measured: float
    goal: str
    met: bool


def added(route: Route, share: str) -> float:
    """The latency that the gateway adds to a direct call; all of it without a direct call."""
    return route[f"{share}_ms"] - route[f"direct_{share}_ms"]


def goals(routes: Mapping[str, Route], memory: Mapping[str, float]) -> list[dict[str, Any]]:
    """The data plane's goals, and whether it meets them."""
    own = added(routes[FUNCTION], "p50")
    entries = [Goal("added to a function, p50 ms", own, f"< {ADDED_MS:g}", own < ADDED_MS)]
    for name in (CACHED, REFUSED):
        rate = routes[name]["requests_per_second"]
        met = rate >= REQUESTS_PER_SECOND
        entries.append(Goal(f"{name}, requests/s", rate, f">= {REQUESTS_PER_SECOND}", met))
    growth = memory["after"] / memory["before"] - 1
    what = f"growth of memory over {memory['requests']:,} requests"
    entries.append(Goal(what, growth, f"< {GROWTH:g}", growth < GROWTH))
    return [asdict(each) for each in entries]


def show(console: Console, figures: Mapping[str, Any]) -> None:
    """Print both tables."""
    columns = ("p50", "p99", "+p50", "+p99", "per s", "spread", "CPU µs")
    table = Table("route", title="Local data plane, milliseconds and requests")
    for column in columns:
        table.add_column(column, justify="right")
    for name, each in figures["routes"].items():
        latencies = [each["p50_ms"], each["p99_ms"], added(each, "p50"), added(each, "p99")]
        rest = f"{each['requests_per_second']:,.0f}", f"{each['spread']:.0%}"
        cells = (f"{value:.2f}" for value in latencies)
        table.add_row(name, *cells, *rest, f"{each['server_cpu_us']:.0f}")
    console.print(table)
    console.print(
        f"+: more than the function or the table asked directly. {figures['cpus']} CPUs, load "
        f"{figures['load']:.1f}: with other work on the machine, believe the server's CPU alone.",
        highlight=False,
    )
    memory = figures["memory_mb"]
    console.print(f"memory {memory['before']:.0f} → {memory['after']:.0f} MB", highlight=False)
    for goal in figures["goals"]:
        verdict = "met" if goal["met"] else "missed"
        console.print(f"{goal['what']}: {goal['measured']:,.2f} (goal {goal['goal']}): {verdict}")
