"""The worth of each lever of a cold start: the package beside the same one built without it."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import sub, truediv
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.build.packages.entry import ALL, Lever
from tools.measure.starts.run import Bench, Measured, compiled_runtime
from tools.measure.starts.subjects import own
from tools.measure.starts.turns import Group, in_turn

NOISE = "none: the same package twice"
EVERY = "all of them"
FIGURE = "cold_cpu_ms"


def groups_of(service: str, levers: Sequence[Lever]) -> dict[str, Group]:
    """Pairs by what is left out: the whole package, and the one without it or the whole again."""
    whole = own(service)
    without = {lever.value: own(service, frozenset({lever})) for lever in levers}
    without |= {NOISE: replace(whole, name=f"{whole.name} again"), EVERY: own(service, ALL)}
    return {name: (whole, other) for name, other in without.items()}


async def measure(
    groups: Mapping[str, Group], rounds: int, say: Callable[[str], None]
) -> dict[str, list[tuple[float, float]]]:
    """CPU milliseconds of both starts, for each thing left out and each round."""
    bench, measured = Bench(compiled_runtime(), requests=0), Measured()
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for group in in_turn(list(groups.values()), number):
            measured.note(await bench.cold(group))
    return {name: measured.both(*_names(group), FIGURE) for name, group in groups.items()}


def _names(group: Group) -> tuple[str, str]:
    whole, other = group
    return whole.name, other.name


def worth(pairs: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """The start with the lever, and what comes on top without it: medians, and the quartiles."""
    whole, other = zip(*pairs, strict=True)
    shares = [100 * (ratio - 1) for ratio in map(truediv, other, whole)]
    low, _, high = quantiles(shares, n=4, method="inclusive") if shares[1:] else shares * 3
    return {
        "with_ms": round(median(whole), 1),
        "more_ms": round(median(map(sub, other, whole)), 1),
        "more_percent": round(median(shares), 1),
        "quartiles_percent": [round(low, 1), round(high, 1)],
        "of_least_percent": round(100 * (min(other) / min(whole) - 1), 1),
        "pairs": len(pairs),
    }


def show(service: str, worths: Mapping[str, Mapping[str, Any]], console: Console) -> None:
    """A table, and one JSON object as the last line."""
    table = Table(
        f"{service} without", "CPU ms with", "more ms", "more %", "quartiles", "of least", "pairs"
    )
    for name, each in worths.items():
        low, high = each["quartiles_percent"]
        spread = f"{low:.1f} to {high:.1f}"
        figures = (f"{each[key]:.1f}" for key in ("with_ms", "more_ms", "more_percent"))
        least = f"{each['of_least_percent']:.1f}"
        table.add_row(name, *figures, spread, least, str(each["pairs"]))
    console.print(table)
    print(json.dumps(worths))


def run(service: str, levers: Sequence[Lever], rounds: int, say: Callable[[str], None]) -> None:
    """Build, measure and show."""
    groups = groups_of(service, levers)
    measured = asyncio.run(measure(groups, rounds, say))
    show(service, {name: worth(pairs) for name, pairs in measured.items()}, Console(width=120))
