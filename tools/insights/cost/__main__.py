"""Cost of each environment: `[--traffic FILE] [--env NAME] [--base COMMIT] [--json]`."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from tools import command
from tools.command import CommandError
from tools.insights.cost import base
from tools.insights.cost.months import TRAFFIC, example, priced
from tools.insights.cost.prices import age, prices, table
from tools.insights.cost.reports import page, report
from tools.insights.cost.reports.bars import bars
from tools.insights.cost.routes import Route, routes
from tools.insights.cost.traffic import Traffic, read_traffic
from tools.insights.cost.usage import Month
from tools.insights.cost.usual import usual


def _tell(arguments: Namespace) -> None:
    api = routes()
    given = arguments.traffic
    traffic = _checked(read_traffic(given), api, given) if given else example(api)
    months = priced(traffic, api, arguments.env, arguments.recorded)
    before = _before(arguments) if arguments.base else None
    _show(months, api)
    if before is not None:
        now = report.as_json(months, api)["environments"]
        Console().print(base.changes(before, now, arguments.base))
    if arguments.json:
        print(json.dumps(report.as_json(months, api)))


def _before(arguments: Namespace) -> base.Costs:
    words = [word for name in arguments.env or () for word in ("--env", name)]
    if arguments.traffic:
        words += ["--traffic", str(arguments.traffic.resolve())]
    return base.costs_at(arguments.base, words)


def _checked(traffic: Traffic, api: Sequence[Route], path: Path) -> Traffic:
    known = {
        "routes": {route.name for route in api},
        "stored_gb": {route.service for route in api},
        "running": set(prices()),
    }
    for part, names in known.items():
        for name in getattr(traffic, part):
            if name not in names:
                raise CommandError(
                    f"{path}: {part} → {name} is unknown; known are {', '.join(sorted(names))}"
                )
    return traffic


def _show(months: Sequence[Month], api: Sequence[Route]) -> None:
    console, prices_file = Console(), table()
    old = age(datetime.now(tz=UTC).date())
    console.print(report.per_route(months, api))
    console.print(report.per_month(months, api))
    # Where real callers are, if it is among those asked for.
    one = next((each for each in months if each.running.name == "prod"), months[-1])
    line_bytes = max(each.line_bytes for each in months)
    console.print(bars(one, usual(one, line_bytes), api))
    console.print(
        f"Prices of {prices_file['region']} as of {prices_file['as_of']}, {old}. "
        f"{prices_file['note']}\n"
        f"A line of {one.running.name}'s access log has {one.line_bytes} bytes and its path twice; "
        "local is priced as on AWS.",
        highlight=False,
        soft_wrap=True,
    )
    console.print(f"As a page: {page.write(months, api)}", highlight=False, soft_wrap=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the costs; 1 with a message when the input cannot be read."""
    parser = command.parser("tools.insights.cost", __doc__)
    parser.add_argument("--traffic", type=Path, help=f"the month (else {TRAFFIC})")
    parser.add_argument("--env", action="append", help="this environment only; all without")
    parser.add_argument("--recorded", help="take durations from this running environment's metrics")
    parser.add_argument("--base", help="compare with the commit where this branch left that one")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    return command.run(parser, argv, _tell)


if __name__ == "__main__":
    sys.exit(main())
