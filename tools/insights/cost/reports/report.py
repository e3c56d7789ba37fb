"""Costs as tables, and as JSON."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from tools.insights.cost.prices import by_service, table, times, total
from tools.insights.cost.routes import Route
from tools.insights.cost.usage import Month

MILLION = 1_000_000


def per_route(months: Sequence[Month], routes: Sequence[Route]) -> Table:
    """USD per million requests of each route."""
    rows = Table(title="USD per million requests", title_justify="left")
    rows.add_column("route")
    for month in months:
        rows.add_column(month.running.name, justify="right")
    for route in routes:
        rows.add_row(route.name, *(f"{of_million(month, route):,.2f}" for month in months))
    return rows


def per_month(months: Sequence[Month], routes: Sequence[Route]) -> Table:
    """USD of the traffic's month, by service; the last row is a month without requests."""
    rows = Table(title="USD per month", title_justify="left")
    rows.add_column("service")
    costs = [by_service(month.total(routes)) for month in months]
    for month in months:
        rows.add_column(month.running.name, justify="right")
    for service in sorted({name for each in costs for name in each}):
        costs_of_service = [each.get(service, 0.0) for each in costs]
        if any(costs_of_service):
            rows.add_row(service, *(f"{usd:,.2f}" for usd in costs_of_service))
    rows.add_section()
    rows.add_row("all of it", *(f"{sum(each.values()):,.2f}" for each in costs))
    rows.add_row("idle", *(f"{total(month.idle()):,.2f}" for month in months))
    rows.add_row("… of it, consumers", *(f"{month.consumers_usd():,.2f}" for month in months))
    rows.add_row("… all else", *(f"{month.idle_usd():,.2f}" for month in months))
    return rows


def as_json(months: Sequence[Month], routes: Sequence[Route]) -> dict[str, Any]:
    """The costs as a JSON object."""
    prices_table = table()
    return {
        "region": prices_table["region"],
        "currency": prices_table["currency"],
        "prices_as_of": prices_table["as_of"],
        "prices_checked": prices_table["checked"],
        "environments": {
            month.running.name: {
                "per_million": {route.name: round(of_million(month, route), 4) for route in routes},
                "per_million_by_service": {
                    route.name: {
                        service: round(usd, 4)
                        for service, usd in parts_of_million(month, route).items()
                    }
                    for route in routes
                },
                "per_month": {
                    service: round(usd, 2)
                    for service, usd in by_service(month.total(routes)).items()
                },
                "month": round(total(month.total(routes)), 2),
                "idle": round(total(month.idle()), 2),
                "idle_consumers": round(month.consumers_usd(), 2),
            }
            for month in months
        },
    }


def of_million(month: Month, route: Route) -> float:
    """USD of a million requests of a route."""
    return total(times(month.of_request(route), MILLION))


def parts_of_million(month: Month, route: Route) -> dict[str, float]:
    """USD of a million requests by service, without those that cost nothing."""
    costs = by_service(times(month.of_request(route), MILLION))
    return {service: usd for service, usd in costs.items() if usd}
