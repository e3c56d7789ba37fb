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
from tools.deploy.rehearsal import Rehearsal
from tools.deploy.release import service_root
from tools.deploy.stack import BOOTSTRAP, GATEWAY, PLATFORM, services
from tools.deploy.steps import Steps
from tools.deploy.terraform import Root, Terraform

PARALLEL = 2
PUBLISHED = {
    PLATFORM: "aws_ssm_parameter.platform",
    service_root("authorizer"): "module.authorizer.aws_ssm_parameter.this",
}
"""What the other roots read, by the root that makes it."""

Plan = Mapping[str, Any]


def made(environment_name: str, folder: Path, steps: Steps) -> dict[str, Plan]:
    """Every root's plan as JSON, by the root's name."""
    environment = Rehearsal(environment_name)
    variables = _variables(environment, folder)
    with ExitStack() as stack:
        with steps.step("embedded AWS"):
            target = stack.enter_context(here(folder / "aws"))
        target.client("s3").create_bucket(
            Bucket=environment.state_bucket,
            CreateBucketConfiguration={"LocationConstraint": environment.region},
        )
        return _planned(environment, variables, steps)


def _planned(
    environment: Rehearsal, variables: Mapping[Root, Mapping[str, Any]], steps: Steps
) -> dict[str, Plan]:
    for root, address in PUBLISHED.items():
        with steps.step(f"{root.name} publishes") as step:
            step.result = Terraform(root, environment).apply(variables[root], only=[address])

    # Planned from nothing: of what is there a plan tells what AWS answered, not what we say.
    state = environment.client("s3")
    for root in PUBLISHED:
        state.delete_object(Bucket=environment.state_bucket, Key=root.state_key(environment))

    def plan(root: Root) -> Plan:
        with steps.step(f"plan {root.name}"):
            planned: Plan = json.loads(Terraform(root, environment).planned(variables[root]))
            return planned

    with ThreadPoolExecutor(PARALLEL) as pool:
        plans = list(pool.map(plan, variables))
    return {root.name: each for root, each in zip(variables, plans, strict=True)}


def _variables(environment: Rehearsal, folder: Path) -> dict[Root, Mapping[str, Any]]:
    """Input variables that each root needs beside the environment's values."""
    package = {"package": str(_empty_package(folder)), "architecture": "arm64"}
    contracts = {name: str(published_file(name).resolve()) for name in services_with_routes()}
    contract = {name: {"contract": path} for name, path in contracts.items()}
    return {
        BOOTSTRAP: {"state_bucket": environment.state_bucket},
        PLATFORM: {},
        **{service_root(name): package | contract.get(name, {}) for name in services()},
        GATEWAY: {"preview_contracts": contracts},
    }


def _empty_package(folder: Path) -> Path:
    path = (folder / "package.zip").resolve()
    with zipfile.ZipFile(path, "w"):
        return path
