"""A summary of many samples: statistics, and a bounded histogram of their distribution."""

import math
import re
from collections.abc import Callable
from typing import TypedDict

EXACT_VALUES = 100
"""So many different values are kept as they are; further ones are rounded to one percent."""
STEP = math.log(1.02)
_PERCENTILE = re.compile(r"(p|tm)(\d{1,2}(?:\.\d+)?|100)")


class Summary(TypedDict):
    """A plain dictionary, so that a snapshot of it can be read without this module."""

    count: float
    sum: float
    least: float
    most: float
    values: dict[float, float]


class UnknownStatisticError(Exception):
    """No statistic has that name; the message lists the known ones."""


def empty() -> Summary:
    """A summary without samples."""
    return {"count": 0.0, "sum": 0.0, "least": math.inf, "most": -math.inf, "values": {}}


def add(summary: Summary, value: float, times: float = 1) -> None:
    """Add a sample."""
    summary["count"] += times
    summary["sum"] += value * times
    summary["least"] = min(summary["least"], value)
    summary["most"] = max(summary["most"], value)
    _remember(summary["values"], value, times)


def add_set(summary: Summary, count: float, total: float, least: float, most: float) -> None:
    """Add a statistic set; its distribution is known only when all values are equal."""
    if least == most:
        add(summary, least, count)
        return
    summary["count"] += count
    summary["sum"] += total
    summary["least"] = min(summary["least"], least)
    summary["most"] = max(summary["most"], most)


def merge(into: Summary, other: Summary) -> None:
    """Add all samples of another summary."""
    into["count"] += other["count"]
    into["sum"] += other["sum"]
    into["least"] = min(into["least"], other["least"])
    into["most"] = max(into["most"], other["most"])
    for value, times in other["values"].items():
        _remember(into["values"], value, times)


def statistic(summary: Summary, name: str) -> float | None:
    """The statistic; None when it cannot be calculated from the summary."""
    if name in _SIMPLE:
        return _SIMPLE[name](summary)
    kind, share = _percentile(name)
    if sum(summary["values"].values()) < summary["count"]:
        return None  # a statistic set among the samples has no distribution
    ordered = sorted(summary["values"].items())
    rank = summary["count"] * share
    return _at(ordered, rank) if kind == "p" else _mean_below(ordered, rank)


def check_statistic(name: str) -> None:
    """Refuse an unknown statistic."""
    if name not in _SIMPLE:
        _percentile(name)


def _percentile(name: str) -> tuple[str, float]:
    match = _PERCENTILE.fullmatch(name)
    if not match:
        raise UnknownStatisticError(
            f"The embedded AWS has no statistic {name}: use {', '.join(_SIMPLE)}, p99 or tm99."
        )
    return match[1], float(match[2]) / 100


def _remember(values: dict[float, float], value: float, times: float) -> None:
    if value not in values and len(values) >= EXACT_VALUES:
        value = _rounded(value)
    values[value] = values.get(value, 0) + times


def _rounded(value: float) -> float:
    """The value rounded to one percent, so that there are few different ones."""
    if value == 0:
        return value
    return math.copysign(math.exp(round(math.log(abs(value)) / STEP) * STEP), value)


def _at(ordered: list[tuple[float, float]], rank: float) -> float:
    """The smallest value that this number of samples does not exceed."""
    seen = 0.0
    for value, times in ordered:
        seen += times
        if seen >= rank:
            return value
    return ordered[-1][0]


def _mean_below(ordered: list[tuple[float, float]], rank: float) -> float | None:
    """The mean of this number of lowest samples."""
    left, total = rank, 0.0
    for value, times in ordered:
        taken = min(times, left)
        total += value * taken
        left -= taken
    return total / rank if rank else None


_SIMPLE: dict[str, Callable[[Summary], float]] = {
    "SampleCount": lambda summary: summary["count"],
    "Sum": lambda summary: summary["sum"],
    "Average": lambda summary: summary["sum"] / summary["count"],
    "Minimum": lambda summary: summary["least"],
    "Maximum": lambda summary: summary["most"],
}
