"""The months to price: each environment with its traffic."""

from collections.abc import Sequence
from pathlib import Path

from tools.command import CommandError
from tools.deploy.where.environment import VALUES, Environment, named
from tools.deploy.where.leases import BEGINS_FROM
from tools.insights.cost.log_line import bytes_per_line
from tools.insights.cost.prices import prices
from tools.insights.cost.recorded import durations
from tools.insights.cost.resources.running import running
from tools.insights.cost.routes import Route
from tools.insights.cost.traffic import Traffic, read_traffic
from tools.insights.cost.usage import Month
from tools.review.aws_rules import sources

TERRAFORM = Path("terraform")
TRAFFIC = Path("docs/examples/traffic.json")


def example(api: Sequence[Route]) -> Traffic:
    """The example's month, of the services that are in this tree."""
    names, services = {route.name for route in api}, {route.service for route in api}
    month = read_traffic(TRAFFIC)
    routes = {name: each for name, each in month.routes.items() if name in names}
    stored_gb = {name: each for name, each in month.stored_gb.items() if name in services}
    return month.model_copy(update={"routes": routes, "stored_gb": stored_gb})


def priced(
    traffic: Traffic,
    api: Sequence[Route],
    names: Sequence[str] | None = None,
    recorded: str | None = None,
) -> list[Month]:
    """A month of each environment, or of those named; with durations of one that runs."""
    names = names or sorted(path.stem for path in VALUES.glob("*.tfvars"))
    environments = [_named(name) for name in names]
    written = sources.read(TERRAFORM)
    services = sorted({route.service for route in api})
    measured = durations(named(recorded).primary, services) if recorded else {}
    months = [
        Month(each, traffic, bytes_per_line(written, each.lines.omitted), measured)
        for each in (running(environment, written) for environment in environments)
    ]
    for month in months:
        size = month.running.cache_gb
        if size is not None and f"cache_hour_{size}" not in prices():
            raise CommandError(f"{month.running.name}: there is no cache of {size} GB with a price")
    return months


def _named(name: str) -> Environment:
    """Also the values that environments which come and go begin from: they cost like any other."""
    return Environment(name) if name == BEGINS_FROM else named(name)
