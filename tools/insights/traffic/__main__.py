"""Traffic on the running API: `[--seed N] [--seconds N] [--rate N]`."""

import asyncio
import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import httpx
from rich.console import Console

from tools import command
from tools.command import CommandError, Ending
from tools.deploy.operations import tokens
from tools.deploy.where.cloud import LOCAL
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place
from tools.insights.traffic.drive import Run, driven

PLANTED = Path(".build/traffic.json")
WEB_ACL = "web_acl = { requests_per_5_minutes = 1000000, largest_body_kb = 64 }"


def _drive(arguments: Namespace) -> Ending:
    if arguments.seconds <= 0 or arguments.rate <= 0:
        raise CommandError("the duration and the rate are numbers above 0")
    place = named(arguments.env).primary
    if not place.cloud.is_this_machines:
        raise CommandError("traffic with attacks in it is for this machine: ENV=local")
    place.check_reachable()
    run, console = _run(place, arguments), Console()
    if not run.has_web_acl:
        console.print(
            "Countries are unknown here, and no token is shared between some: for once, give local "
            f"`{WEB_ACL}` in terraform/environments/local.tfvars, and `make up`",
            markup=False,
        )
    try:
        with console.status("Driving …"):
            requests, planted = asyncio.run(driven(run))
    except httpx.TransportError as error:
        raise CommandError(f"{run.url} does not answer ({error!r}); see `make status`") from error
    PLANTED.parent.mkdir(exist_ok=True)
    text = json.dumps({"seed": run.seed, "planted": [asdict(each) for each in planted]}, indent=2)
    PLANTED.write_text(f"{text}\n", encoding="utf-8")
    return Ending(f"{requests:,} requests; {len(planted)} planted behaviours are in {PLANTED}")


def _run(place: Place, arguments: Namespace) -> Run:
    parameter = place.client("ssm").get_parameter(Name=f"/{place.environment.name}/gateway")
    gateway = json.loads(parameter["Parameter"]["Value"])
    machines = [
        name
        for name, each in place.environment.values["consumers"].items()
        if each.get("kind", "machine") == "machine" and each["tier"] != "internal"
    ]
    return Run(
        url=gateway["url"],
        tokens={name: tokens.token(place, name) for name in machines},
        client_ids={name: tokens.client_id(place, name) for name in machines},
        seed=arguments.seed,
        seconds=arguments.seconds,
        rate=arguments.rate,
        has_web_acl=place.environment.values.get("web_acl") is not None,
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Drive the API; 1 with a sentence when it does not run."""
    parser = command.parser("tools.insights.traffic", __doc__)
    parser.add_argument("--env", default=os.environ.get("ENV", LOCAL), help="whose API: local")
    parser.add_argument("--seed", type=int, default=1, help="the same seed plants the same")
    parser.add_argument("--seconds", type=float, default=60, help="of ordinary load: two days")
    parser.add_argument("--rate", type=float, default=25, help="requests a second at noon")
    return command.run(parser, argv, _drive)


if __name__ == "__main__":
    sys.exit(main())
