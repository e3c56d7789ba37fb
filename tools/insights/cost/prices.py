"""The dated price table, and the cost of a quantity by it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

PRICES = Path(__file__).parent / "prices.json"

type Usage = dict[str, float]
"""Price → how much of it is used."""


@dataclass(frozen=True)
class Price:
    """USD per number of units; `then` has the lower prices from a monthly quantity on."""

    service: str
    usd: float
    per: float
    then: tuple[tuple[float, float], ...] = ()

    def of(self, quantity: float) -> float:
        """USD for the quantity, tier by tier."""
        bounds = [0.0, *(begin for begin, _ in self.then)]
        ends = [*bounds[1:], float("inf")]
        rates = [self.usd, *(usd for _, usd in self.then)]
        return sum(
            max(0.0, min(quantity, end) - begin) * usd / self.per
            for begin, end, usd in zip(bounds, ends, rates, strict=True)
        )


@cache
def table() -> dict[str, Any]:
    """The price file: region, date, whether it was checked, and the prices."""
    content: dict[str, Any] = json.loads(PRICES.read_text(encoding="utf-8"))
    return content


def age(today: date) -> str:
    """The age of the oldest price, in months."""
    oldest = min(price["as_of"] for price in table()["prices"].values())
    year, month = map(int, oldest.split("-"))
    months = 12 * (today.year - year) + today.month - month
    return f"{months} months old" if months != 1 else "a month old"


@cache
def prices() -> dict[str, Price]:
    """Every price by its name."""
    return {
        name: Price(
            price["service"],
            price["usd"],
            price["per"],
            tuple((begin, usd) for begin, usd in price.get("then", ())),
        )
        for name, price in table()["prices"].items()
    }


def by_service(usage: Mapping[str, float]) -> dict[str, float]:
    """USD of a usage, by service."""
    costs: dict[str, float] = {}
    for name, quantity in usage.items():
        price = prices()[name]
        costs[price.service] = costs.get(price.service, 0.0) + price.of(quantity)
    return costs


def total(usage: Mapping[str, float]) -> float:
    """USD of a usage."""
    return sum(by_service(usage).values())


def added(*usages: Mapping[str, float]) -> Usage:
    """The sum of usages."""
    names = {name for usage in usages for name in usage}
    return {name: sum(usage.get(name, 0.0) for usage in usages) for name in sorted(names)}


def times(usage: Mapping[str, float], factor: float) -> Usage:
    """A usage, multiplied."""
    return {name: quantity * factor for name, quantity in usage.items()}
