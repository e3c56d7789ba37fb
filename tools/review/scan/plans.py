"""The plan of every root with an environment's values, made on an embedded AWS of its own.

What platform and authorizer publish is applied there first, because the other roots read it. A
service needs a package, and any will do: what is scanned is its configuration.
"""

import json
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from embedded_aws import here
from tools.build.contracts.documents import published_file
from tools.build.services import services_with_routes
from tools.deploy.terraform.root import (
    BOOTSTRAP,
    GATEWAY,
    PLATFORM,
    Root,
    service_root,
    services,
)
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.variables import bootstrap_variables, preview_variables
from tools.deploy.where.place import Place
from tools.deploy.where.rehearsal import Rehearsal
from tools.progress import Progress

PARALLEL = 2
PUBLISHED = {
    PLATFORM: "aws_ssm_parameter.platform",
    service_root("authorizer"): "module.authorizer.aws_ssm_parameter.this",
}
"""The resource that other roots read, by the root that makes it."""

Plan = Mapping[str, Any]


def made(environment_name: str, folder: Path, progress: Progress) -> dict[str, Plan]:
    """Every root's plan as JSON, by the root's name."""
    place = Rehearsal(environment_name).primary
    variables = _variables(place, folder)
    with ExitStack() as stack:
        with progress.step("embedded AWS"):
            target = stack.enter_context(here(folder / "aws"))
        target.client("s3").create_bucket(
            Bucket=place.state_bucket,
            CreateBucketConfiguration={"LocationConstraint": place.region},
        )
        return _planned(place, variables, progress)


def _planned(
    place: Place, variables: Mapping[Root, Mapping[str, Any]], progress: Progress
) -> dict[str, Plan]:
    for root, address in PUBLISHED.items():
        with progress.step(f"{root.name} publishes") as task:
            task.result = Terraform(root, place).apply(variables[root], only=[address])

    # Planned from nothing: of what is there a plan tells what AWS answered, not what we say.
    state = place.client("s3")
    for root in PUBLISHED:
        state.delete_object(Bucket=place.state_bucket, Key=root.state_key(place))

    def plan(root: Root) -> Plan:
        with progress.step(f"plan {root.name}"):
            planned: Plan = json.loads(Terraform(root, place).planned(variables[root]))
            return planned

    with ThreadPoolExecutor(PARALLEL) as pool:
        plans = list(pool.map(plan, variables))
    return {root.name: each for root, each in zip(variables, plans, strict=True)}


def _variables(place: Place, folder: Path) -> dict[Root, Mapping[str, Any]]:
    """Each root's input variables beside the environment's values."""
    package = {"package": str(_empty_package(folder)), "architecture": "arm64"}
    contracts = {name: str(published_file(name).resolve()) for name in services_with_routes()}
    contract = {name: {"contract": path} for name, path in contracts.items()}
    return {
        BOOTSTRAP: bootstrap_variables(place),
        PLATFORM: {},
        **{service_root(name): package | contract.get(name, {}) for name in services()},
        GATEWAY: preview_variables(),
    }


def _empty_package(folder: Path) -> Path:
    path = (folder / "package.zip").resolve()
    with zipfile.ZipFile(path, "w"):
        return path
