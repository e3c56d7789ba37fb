"""A page with a stacked bar for each route and environment."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tools.insights.cost.prices import table
from tools.insights.cost.reports.report import as_json, of_million
from tools.insights.cost.routes import Route
from tools.insights.cost.usage import Month
from tools.insights.cost.usual import usual

PAGE = Path(".build/cost.html")
# Told apart by people who see few colours, too (Okabe and Ito; their lighter sisters).
COLOURS = [
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#f0e442",
    "#7f7f7f",
    "#a6cee3",
    "#fdbf6f",
    "#b2df8a",
    "#cab2d6",
    "#999933",
    "#44aa99",
]
DRAWN_FROM = 0.005
"""USD: what prints as 0.00 has no piece."""

type Costs = Mapping[str, Mapping[str, float]]
"""USD by service, for each route or environment."""


def write(months: Sequence[Month], routes: Sequence[Route], path: Path = PAGE) -> Path:
    """Write the page, and return its path."""
    environments = as_json(months, routes)["environments"]
    costs = {name: _drawn(each["per_month"]) for name, each in environments.items()}
    one = next((each for each in months if each.running.name == "prod"), months[-1])
    theirs = usual(one, max(each.line_bytes for each in months))
    usual_costs = {route.name: of_million(theirs, route) for route in routes}
    per_million: Costs = environments[one.running.name]["per_million_by_service"]
    services = _services([*costs.values(), *per_million.values()])
    all_costs = [u for each in environments.values() for u in each["per_million"].values()]
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    text = templates.get_template("page.html").render(
        environments=environments,
        costs=costs,
        colours={name: COLOURS[i % len(COLOURS)] for i, name in enumerate(services)},
        of_requests=_services(per_million.values()),
        highest=max(each["month"] for each in environments.values()) or 1,
        dearest=max([*all_costs, *usual_costs.values()], default=1) or 1,
        routes=[route.name for route in routes],
        shown=one.running.name,
        usual=usual_costs,
        prices=table(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _drawn(parts: Mapping[str, float]) -> dict[str, float]:
    return {service: usd for service, usd in parts.items() if usd >= DRAWN_FROM}


def _services(costs: Iterable[Mapping[str, float]]) -> list[str]:
    return sorted({service for each in costs for service in each})
