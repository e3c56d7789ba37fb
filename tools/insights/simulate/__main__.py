"""Consumers that would be throttled, and when: `--load FILE | --trace FILE`."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console

from embedded_aws import LocalConfig
from shared.routes import RouteClass
from shared.throttling import service_levels
from tools import command
from tools.command import CommandError, Ending
from tools.deploy.where.cloud import LOCAL
from tools.deploy.where.environment import named
from tools.insights.simulate.report import page, table
from tools.insights.simulate.run import Configured, Outcome, simulate
from tools.insights.simulate.traffic import Call, read_load, read_trace

PAGE = Path(".build/simulated-traffic.html")


def _clients() -> dict[str, str]:
    """Consumers by client id, from the running stack's outputs."""
    outputs = LocalConfig.read().directory / "outputs.json"
    if not outputs.exists():
        return {}
    consumers = json.loads(outputs.read_text(encoding="utf-8"))["consumers"]
    return {consumer["client_id"]: name for name, consumer in consumers.items()}


def _classes(folder: Path = Path("services")) -> dict[str, RouteClass]:
    """The throttle class of each route in the committed contracts: `GET /orders` → read."""
    return {
        f"{verb.upper()} {address}": RouteClass(operation["x-throttle-class"])
        for path in sorted(folder.glob("*/openapi.json"))
        for address, item in json.loads(path.read_text(encoding="utf-8"))["paths"].items()
        for verb, operation in item.items()
        if "x-throttle-class" in operation
    }


def _simulate(arguments: Namespace) -> Ending:
    consumers = named(arguments.env).values["consumers"]
    calls: Iterable[Call] = (
        read_load(arguments.load).calls()
        if arguments.load
        else read_trace(arguments.trace, _clients())
    )
    tiers = {name: settings["tier"] for name, settings in consumers.items()}
    return _report(calls, Configured(service_levels(), tiers, _classes()))


def _report(calls: Iterable[Call], configured: Configured) -> Ending:
    console = Console()
    with console.status("Simulating …"):
        result = simulate(calls, configured)
    if not result.counts:
        raise CommandError("no consumer sends anything; there is nothing to simulate")
    console.print(table(result, configured.tiers))
    page(result, configured.tiers, PAGE)
    total = sum(sum(counts.values()) for counts in result.counts.values())
    unknown = [each for each in result.consumers() if result.total(each)[Outcome.FORBIDDEN]]
    if unknown:
        console.print(f"No consumer of this environment: {', '.join(unknown)}")
    return Ending(f"the plot is {PAGE}; {total:,} requests")


def main(argv: Sequence[str] | None = None) -> int:
    """Simulate and report; 1 with a message when the input cannot be read."""
    parser = command.parser("tools.insights.simulate", __doc__)
    parser.add_argument("--env", default=os.environ.get("ENV", LOCAL), help="whose consumers")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--load", type=Path, help="a described load; see docs/examples/load.json")
    source.add_argument("--trace", type=Path, help="lines of the access log")
    return command.run(parser, argv, _simulate)


if __name__ == "__main__":
    sys.exit(main())
