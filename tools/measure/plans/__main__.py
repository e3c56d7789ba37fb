"""`make bench-plan`: plans of a service and of the gateway beside up to 100 services.

On an embedded AWS of its own: a plan of one service beside 1, 10 and 100 services, in turns; then
the gateway with 100 services and 290 resources, and the first resource above the quota.
"""

import json
import sys
import time
import urllib.error
import urllib.request
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from embedded_aws import Target, here
from tools import command
from tools.build.contracts.documents import committed_file
from tools.build.services import services_with_routes
from tools.command import CommandError
from tools.deploy.operations import tokens
from tools.deploy.operations.consumer_secrets import issue_secrets
from tools.deploy.terraform.root import GATEWAY, PLATFORM, Root, service_root
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.variables import (
    gateway_variables,
    platform_variables,
    service_variables,
)
from tools.deploy.where.cloud import api_url
from tools.deploy.where.place import Place
from tools.deploy.where.rehearsal import Rehearsal
from tools.measure.plans.synthetic import Synthetic

FOLDER = Path(".build/bench-plan")
SIZES = (1, 10, 100)
QUOTA, PLANNED = 300, 290
LAST = "service-099"
OWN_RESOURCES = 2  # the gateway's own: / and /health
REFUSAL = 'Have AWS raise "Resources per API"'
console = Console()


@dataclass(frozen=True)
class Bench:
    """The environment and the embedded AWS of the benchmark."""

    place: Place
    target: Target

    def terraform(self, root: Root) -> Terraform:
        """Terraform of a root, on this embedded AWS."""
        return Terraform(root, self.place)

    @property
    def gateway_variables(self) -> dict[str, Any]:
        """The gateway's input variables beside the environment's values."""
        return gateway_variables(self.place)


def _measure(arguments: Namespace) -> int:
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(console=console, transient=True))
        steps = Steps(progress, 9 + arguments.rounds * len(SIZES))
        figures = measured(arguments.rounds, stack, steps)
    show(figures)
    print(json.dumps(figures))
    return 0 if figures["answers"] and figures["refused"] else 1


class Steps:
    """A progress bar that measures the duration of each step."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("starting", total=total)

    def __call__(self, name: str, work: Callable[[], Any]) -> float:
        """Seconds of the work."""
        self._progress.update(self._task, description=name)
        began = time.monotonic()
        work()
        self._progress.advance(self._task)
        return time.monotonic() - began


def measured(rounds: int, stack: ExitStack, step: Steps) -> dict[str, Any]:
    """All figures."""
    bench = started(stack, step)
    registry = published(bench, step)
    plans = plan_seconds(bench, registry, rounds, step)
    registry.live(of_resources(PLANNED))
    gateway, variables = bench.terraform(GATEWAY), bench.gateway_variables
    figures: dict[str, Any] = {
        "services": max(SIZES),
        "resources": PLANNED,
        "plan_seconds": {size: round(median(each), 2) for size, each in plans.items()},
        "ratio": round(median(plans[100][n] / plans[1][n] for n in range(rounds)), 3),
        "gateway_plan_seconds": round(step("plan gateway", lambda: gateway.plan(variables)), 1),
        "gateway_apply_seconds": round(step("apply gateway", lambda: gateway.apply(variables)), 1),
        "answers": answers(bench.place),
    }
    registry.live(of_resources(QUOTA))
    step("plan gateway at the quota", lambda: gateway.plan(variables))
    registry.live(of_resources(QUOTA + 1))
    return figures | {"refused": refusal(gateway, variables)}


def started(stack: ExitStack, step: Steps) -> Bench:
    """An embedded AWS with a platform, an authorizer and the planned service."""
    target: list[Target] = []
    step("start embedded AWS", lambda: target.append(stack.enter_context(here(FOLDER))))
    consumer = {"tier": "gold", "tenant": "bench", "scopes": [f"{LAST}/read"]}
    internal = {"tier": "internal", "tenant": "bench", "scopes": [f"{LAST}/read"]}
    place = Rehearsal(
        "local",
        changed={
            "resource_quota": QUOTA,
            "resource_server_quota": max(SIZES),
            "consumers": {"bench": consumer, "internal": internal},
        },
    ).primary
    bench = Bench(place, target[0])
    target[0].client("s3").create_bucket(
        Bucket=place.state_bucket,
        CreateBucketConfiguration={"LocationConstraint": place.region},
    )
    step("apply platform", lambda: bench.terraform(PLATFORM).apply(platform_variables(place)))
    for name in ("authorizer", planned_service()):
        root, variables = service_root(name), service_variables(place, name)
        step(f"apply {name}", partial(bench.terraform(root).apply, variables))
    return bench


def published(bench: Bench, step: Steps) -> Synthetic:
    """The registry, with functions for all services, none of them live."""
    ssm = bench.target.client("ssm")
    name = f"/{bench.place.environment.name}"
    platform = json.loads(ssm.get_parameter(Name=f"{name}/platform")["Parameter"]["Value"])
    service = planned_service()
    record = json.loads(ssm.get_parameter(Name=f"{name}/services/{service}")["Parameter"]["Value"])
    ssm.put_parameter(Name=f"{name}/live/{service}", Value=record["contract_key"], Type="String")
    registry = Synthetic(bench.target, bench.place.environment.name, platform)
    step("make services", lambda: registry.make(list(of_resources(PLANNED))))
    return registry


def plan_seconds(
    bench: Bench, registry: Synthetic, rounds: int, step: Steps
) -> dict[int, list[float]]:
    """Seconds of a plan of the service by the number of services; sizes take turns."""
    service = planned_service()
    root = bench.terraform(service_root(service))
    variables = service_variables(bench.place, service)
    seconds: dict[int, list[float]] = {size: [] for size in SIZES}
    all_services = of_resources(PLANNED)
    for _ in range(rounds):
        for size in SIZES:
            registry.live(dict(list(all_services.items())[: size - 1]))
            name = f"plan {service}, {size} in the registry"
            seconds[size].append(step(name, lambda: root.plan(variables)))
    return seconds


def planned_service() -> str:
    """The service that is planned: one that consumers call, whichever there is."""
    return services_with_routes()[-1]


def resources_of(service: str) -> int:
    """The nodes of the paths in the service's contract."""
    contract = json.loads(committed_file(service).read_text(encoding="utf-8"))
    parts = [path.strip("/").split("/") for path in contract["paths"]]
    return len({tuple(each[:length]) for each in parts for length in range(1, len(each) + 1)})


def of_resources(total: int) -> dict[str, int]:
    """The services beside the planned one, with numbers of resources that add up to the total."""
    names = [f"service-{number:03}" for number in range(1, max(SIZES))]
    more = total - OWN_RESOURCES - resources_of(planned_service()) - 2 * len(names)
    return {name: 3 if place < more else 2 for place, name in enumerate(names)}


def answers(place: Place) -> bool:
    """Whether the last service answers its consumer through the gateway."""
    issue_secrets(place)
    token = tokens.token(place, "bench")
    request = urllib.request.Request(  # noqa: S310 - this machine's
        f"{api_url()}/{LAST}/1", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return bool(json.load(answer)["service"].endswith(LAST))
    except urllib.error.HTTPError as error:
        console.print(f"{request.full_url}: {error.code} {error.read().decode()}")
        return False


def refusal(gateway: Terraform, variables: dict[str, Any]) -> str:
    """The sentence that refuses the plan; nothing when it is not refused for the quota."""
    try:
        gateway.plan(variables)
    except CommandError as error:
        said = " ".join(str(error).split())
        began = said.find(f"{QUOTA + 1} resources")
        return said[began : said.find("second API.", began) + 11] if REFUSAL in said else ""
    return ""


def show(figures: dict[str, Any]) -> None:
    """Print the figures as a table, and the results for the gateway."""
    table = Table("services in the registry", f"plan of {planned_service()}, s", "ratio to 1")
    seconds = figures["plan_seconds"]
    for size in SIZES:
        table.add_row(str(size), f"{seconds[size]:.2f}", f"{seconds[size] / seconds[1]:.2f}")
    console.print(table)
    console.print(f"ratio of 100 to 1, median over the rounds: {figures['ratio']:.2f} (goal: 1)")
    console.print(
        f"gateway of {figures['services']} services and {figures['resources']} resources: planned "
        f"in {figures['gateway_plan_seconds']} s, applied in {figures['gateway_apply_seconds']} s; "
        f"service 100 {'answers' if figures['answers'] else 'does not answer'}",
        highlight=False,
    )
    console.print(f"resource {QUOTA + 1}: {figures['refused'] or 'not refused'}", highlight=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print the table and the JSON line."""
    parser = command.parser("make bench-plan", __doc__)
    parser.add_argument("--rounds", type=int, default=5, help="plans for each size (5)")
    return command.run(parser, argv, _measure, expected=(TimeoutError,), failure=2)


if __name__ == "__main__":
    sys.exit(main())
