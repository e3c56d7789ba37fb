"""Where each cent of a route goes, as stacked bars in the terminal."""

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from tools.insights.cost.reports.page import COLOURS
from tools.insights.cost.reports.report import of_million, parts_of_million
from tools.insights.cost.routes import Route
from tools.insights.cost.usage import Month

WIDTH = 44


def bars(month: Month, usual: Month, routes: Sequence[Route]) -> Table:
    """A bar for each route, in pieces by AWS service, and the usual stack's cost beside it."""
    parts = {route.name: parts_of_million(month, route) for route in routes}
    colours = colours_of(parts)
    dearest = max((sum(each.values()) for each in parts.values()), default=1.0) or 1.0
    rows = Table(
        title=f"{month.running.name}: where the USD of a million requests go",
        title_justify="left",
        caption=_legend(colours),
        caption_justify="left",
    )
    rows.add_column("route")
    rows.add_column("", no_wrap=True)
    rows.add_column("USD", justify="right")
    rows.add_column("usual", justify="right")
    for route in routes:
        ours, theirs = of_million(month, route), of_million(usual, route)
        bar = _bar(parts[route.name], colours, dearest)
        rows.add_row(route.name, bar, f"{ours:,.2f}", f"{theirs:,.2f}")
    return rows


def colours_of(parts: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """A colour for each service that costs anything."""
    services = sorted({service for each in parts.values() for service in each})
    return {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(services)}


def _bar(parts: Mapping[str, float], colours: Mapping[str, str], dearest: float) -> Text:
    bar, drawn, usd = Text(), 0, 0.0
    for service, cost in parts.items():
        usd += cost
        ends = round(WIDTH * usd / dearest)  # of the sum, so that no piece's rounding adds up
        bar.append("█" * (ends - drawn), style=colours[service])
        drawn = ends
    return bar


def _legend(colours: Mapping[str, str]) -> Text:
    legend = Text()
    for service, colour in colours.items():
        legend.append("█ ", style=colour).append(f"{service}  ")
    return legend.append("; usual: tools/insights/cost/usual.py")
