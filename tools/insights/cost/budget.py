"""The budget of what environments and routes cost, and what is over it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.insights.cost.report import of_million
from tools.insights.cost.routes import Route
from tools.insights.cost.usage import Month

BUDGET = Path(__file__).parent / "budget.json"
# Half a cent: figures are budgeted as they are printed.
ROUNDED = 0.005
FURTHER = "each further service"
"""The share of a service that came after the budget was written for its number of services."""


def read_budget() -> dict[str, Any]:
    """USD of an idle month by environment, and of a million requests by environment and route."""
    budget: dict[str, Any] = json.loads(BUDGET.read_text(encoding="utf-8"))
    return budget


def over(months: Sequence[Month], routes: Sequence[Route]) -> list[str]:
    """A sentence for each cost above its budget; empty when all are within."""
    budget = read_budget()
    return [
        f"{what} costs {usd:.2f} USD, and {limit:.2f} are budgeted"
        for month in months
        for what, usd, limit in _compared(month, routes, budget)
        if usd > limit + ROUNDED
    ]


def _compared(
    month: Month, routes: Sequence[Route], budget: Mapping[str, Any]
) -> Iterator[tuple[str, float, float]]:
    name = month.running.name
    idle: Mapping[str, float] = budget["idle"].get(name, {})
    if idle:
        further = max(0, len({route.service for route in routes}) - budget["services"])
        more = further * idle[FURTHER]
        yield f"{name}: an idle month, consumers", month.consumers_usd(), idle["consumers"]
        yield f"{name}: an idle month, all else", month.idle_usd(), idle["all else"] + more
    per_million: Mapping[str, float] = budget["per_million"].get(name, {})
    for route in routes:
        kind = "other reads" if route.reads else "other writes"
        limit = per_million.get(route.name, per_million.get(kind))
        if limit is not None:
            yield f"{name}: a million of {route.name}", of_million(month, route), limit
