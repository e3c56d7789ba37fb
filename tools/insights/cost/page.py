"""The costs as an HTML page: a bar per environment, in pieces per service, and a bar per route."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tools.insights.cost.prices import table
from tools.insights.cost.report import as_json
from tools.insights.cost.routes import Route
from tools.insights.cost.usage import Month

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


def write(months: Sequence[Month], routes: Sequence[Route], path: Path = PAGE) -> Path:
    """Write the page, and return its path."""
    environments = as_json(months, routes)["environments"]
    costs = {
        name: {service: usd for service, usd in each["per_month"].items() if usd >= 0.005}  # noqa: PLR2004
        for name, each in environments.items()
    }
    services = sorted(
        {service for each in costs.values() for service in each}
        | {
            service
            for each in environments.values()
            for parts in each["per_million_by_service"].values()
            for service in parts
        }
    )
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    text = templates.get_template("page.html").render(
        environments=environments,
        costs=costs,
        colours={name: COLOURS[i % len(COLOURS)] for i, name in enumerate(services)},
        highest=max(each["month"] for each in environments.values()) or 1,
        dearest=max(
            (u for each in environments.values() for u in each["per_million"].values()), default=1
        ),
        routes=[route.name for route in routes],
        shown="prod" if "prod" in environments else max(environments),
        prices=table(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
