"""The dated price table, and what a quantity costs by it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PRICES = Path(__file__).parent / "prices.json"

type Usage = dict[str, float]
"""Price → how much of it is used."""


@dataclass(frozen=True)
class Price:
    """What so many cost; `then` has the lower prices from a monthly quantity on."""

    service: str
    usd: float
    per: float
    then: tuple[tuple[float, float], ...] = ()

    def of(self, quantity: float) -> float:
        """USD for the quantity, its first part at the first price."""
        bounds = [0.0, *(begin for begin, _ in self.then)]
        ends = [*bounds[1:], float("inf")]
        rates = [self.usd, *(usd for _, usd in self.then)]
        return sum(
            max(0.0, min(quantity, end) - begin) * usd / self.per
            for begin, end, usd in zip(bounds, ends, rates, strict=True)
        )


@cache
def table() -> dict[str, Any]:
    """The file: region, date, whether it was checked, and the prices."""
    held: dict[str, Any] = json.loads(PRICES.read_text(encoding="utf-8"))
    return held


@cache
def prices() -> dict[str, Price]:
    """Every price by its name."""
    return {
        name: Price(
            held["service"],
            held["usd"],
            held["per"],
            tuple((begin, usd) for begin, usd in held.get("then", ())),
        )
        for name, held in table()["prices"].items()
    }


def by_service(usage: Mapping[str, float]) -> dict[str, float]:
    """USD of a usage, per service."""
    costs: dict[str, float] = {}
    for name, quantity in usage.items():
        price = prices()[name]
        costs[price.service] = costs.get(price.service, 0.0) + price.of(quantity)
    return costs


def total(usage: Mapping[str, float]) -> float:
    """USD of a usage."""
    return sum(by_service(usage).values())


def added(*usages: Mapping[str, float]) -> Usage:
    """All of them together."""
    names = {name for usage in usages for name in usage}
    return {name: sum(usage.get(name, 0.0) for usage in usages) for name in sorted(names)}


def times(usage: Mapping[str, float], factor: float) -> Usage:
    """So many times as much."""
    return {name: quantity * factor for name, quantity in usage.items()}
