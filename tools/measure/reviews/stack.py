"""An applied stack with prod's values on an embedded AWS, which every edited tree is planned on."""

import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_aws import here
from tools import hcl
from tools.build.contracts.documents import PUBLISHED
from tools.deploy.deployment.account import bootstrap_step, state_bucket_step
from tools.deploy.terraform.root import BOOTSTRAP, GATEWAY, PLATFORM, Root, service_root, services
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.variables import (
    Variables,
    bootstrap_variables,
    preview_variables,
    service_variables,
)
from tools.deploy.where.consumers import with_services
from tools.deploy.where.environment import VALUES
from tools.deploy.where.place import Place
from tools.deploy.where.rehearsal import Rehearsal
from tools.measure.reviews.copies import CopiedRoot, copy_sources
from tools.progress import Progress

FOLDER = Path(".build/bench-review")
PARALLEL = 2
PROD = "prod"
PACKAGE = "package.zip"
CHANGED = {
    "github_repository": "acme/shop",
    "monthly_budget_usd": 100,
    "alarm_emails": {"pages": ["oncall@example.com"], "notices": ["team@example.com"]},
    "contributor_insights": True,
    "backups": None,
}
"""Values that prod leaves to who adopts it; and the embedded AWS knows no selection of backups."""


@dataclass(frozen=True)
class Stack:
    """The applied roots."""

    place: Place
    variables: Mapping[str, Variables]

    def plan(self, root: str, tree: Path, *, refresh: bool = False) -> dict[str, Any]:
        """The plan of a root as the copied tree has it, on what is applied."""
        variables = {**self.variables[root], "environment": _values(tree, self.place)}
        if (tree / PACKAGE).exists():
            variables["package"] = str((tree / PACKAGE).resolve())
        if "preview_contracts" in variables:
            variables["preview_contracts"] = _contracts(tree)
        terraform = Terraform(CopiedRoot(root, tree.resolve()), self.place)
        planned: dict[str, Any] = json.loads(terraform.planned(variables, refresh=refresh))
        return planned

    def copy(self, tree: Path) -> None:
        """Copy all that a plan reads."""
        copy_sources(tree)
        shutil.copytree(PUBLISHED, tree / PUBLISHED)

    def change_code(self, root: str, tree: Path) -> None:
        """Give the tree another package than the one that is applied."""
        shutil.copy(self.variables[root]["package"], tree / PACKAGE)
        with zipfile.ZipFile(tree / PACKAGE, "a") as package:
            package.writestr("changed.py", "")


def _contracts(tree: Path) -> dict[str, str]:
    return {each.stem: str(each.resolve()) for each in sorted((tree / PUBLISHED).glob("*.json"))}


def _values(tree: Path, place: Place) -> dict[str, Any]:
    """The environment's values, as the tree has them."""
    written = hcl.read(tree / VALUES / f"{PROD}.tfvars")["environment"]
    written["consumers"] = with_services(written["consumers"], tree)
    before = place.environment.written | {"consumers": place.environment.consumers}
    edited = {name: value for name, value in written.items() if value != before.get(name)}
    taken_out = {*before} - {*written}
    values = {**place.values, **edited}
    return {name: value for name, value in values.items() if name not in taken_out}


def applied(stack: ExitStack, progress: Progress) -> Stack:
    """Apply every root, the gateway with the working tree's contracts."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    place = Rehearsal(PROD, changed=CHANGED).primary
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"  # the bootstrap attaches one of AWS's
    with progress.step("embedded AWS"):
        stack.enter_context(here(FOLDER / "aws"))
    with progress.step("packages and contracts"):
        variables: dict[str, Variables] = {
            BOOTSTRAP.name: bootstrap_variables(place),
            PLATFORM.name: {},
            **{service_root(name).name: service_variables(place, name) for name in services()},
            GATEWAY.name: preview_variables(),
        }
    with progress.step(BOOTSTRAP.name) as task:
        state_bucket_step(place).work()
        task.result = bootstrap_step(place).work()

    def apply(root: Root) -> None:
        with progress.step(root.name) as task:
            task.result = Terraform(root, place).apply(variables[root.name])

    apply(PLATFORM)
    with ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(apply, [service_root(name) for name in services()]))
    apply(GATEWAY)
    return Stack(place, variables)
