"""The budget of what environments and routes cost, and what is over it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.insights.cost.reports.report import of_million
from tools.insights.cost.routes import SERVICES, Route
from tools.insights.cost.usage import Month

BUDGET = Path(__file__).parent / "budget.json"
# Half a cent: figures are budgeted as they are printed.
ROUNDED = 0.005
OF_A_SERVICE = "checks/cost.json"
"""Beside a service: what its own consumers, its routes, and what it alone has may cost."""
EACH = "each service"
"""The share of each service with routes in an idle month."""


def read_budget(services: Path = SERVICES) -> dict[str, Any]:
    """USD of an idle month by environment, and of a million requests by environment and route."""
    budget: dict[str, Any] = json.loads(BUDGET.read_text(encoding="utf-8"))
    for path in sorted(services.glob(f"*/{OF_A_SERVICE}")):
        own: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for idle in budget["idle"].values():
            idle["consumers"] += own.get("consumers", 0)
            idle["all else"] += own.get("idle", 0)
        for environment, routes in own.get("per_million", {}).items():
            budget["per_million"].setdefault(environment, {}).update(routes)
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
        more = len({route.service for route in routes}) * idle[EACH]
        yield f"{name}: an idle month, consumers", month.consumers_usd(), idle["consumers"]
        yield f"{name}: an idle month, all else", month.idle_usd(), idle["all else"] + more
    per_million: Mapping[str, float] = budget["per_million"].get(name, {})
    for route in routes:
        kind = "other reads" if route.reads else "other writes"
        limit = per_million.get(route.name, per_million.get(kind))
        if limit is not None:
            yield f"{name}: a million of {route.name}", of_million(month, route), limit
