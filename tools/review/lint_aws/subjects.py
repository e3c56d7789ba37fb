"""This repository's Terraform, contracts and plans, as subjects of the rules."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.build.contracts.documents import published_file
from tools.build.services import services_with_routes
from tools.command import CommandError
from tools.deploy.commands import planned_roots
from tools.deploy.environment import DERIVED, Environment
from tools.deploy.terraform import Terraform
from tools.review.aws_rules import planned, sources
from tools.review.aws_rules.model import Document, Subject

TERRAFORM = Path("terraform")
PARALLEL = min(4, os.cpu_count() or 1)

# What says where an environment is: its own, whosever values it is planned with.
OWN = ("name", "region", "account_ids")


@dataclass(frozen=True)
class Standing(Environment):
    """A running environment, planned with the values of another one."""

    values_of: str = ""

    def var_file(self) -> Path:
        """The other environment's values, with this one's name and account."""
        values = Environment.named(self.values_of).values
        path = (DERIVED / f"{self.name}-with-{self.values_of}.tfvars.json").resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        mixed = {**values, **{name: self.values[name] for name in OWN}}
        path.write_text(json.dumps({"environment": mixed}, indent=2), encoding="utf-8")
        return path


def written() -> Subject:
    """The sources under terraform/, and every contract as API Gateway imports it."""
    if not TERRAFORM.is_dir():
        raise CommandError("there is no terraform/ here; run this in the repository's top folder")
    return sources.read(TERRAFORM) + contracts()


def contracts() -> Subject:
    """Every service's contract, generated anew."""
    files = [published_file(service) for service in services_with_routes()]
    return Subject((), tuple(_document(path) for path in files))


def _document(path: Path) -> Document:
    return Document(str(path), json.loads(path.read_text(encoding="utf-8")))


def plans(environment: Environment) -> Subject:
    """The plan of every root; CommandError when one cannot be planned."""
    roots = planned_roots(environment)

    def plan(name: str) -> Subject:
        root, variables = roots[name]
        text = Terraform(root, environment).planned(variables())
        return planned.of_plan(name, json.loads(text))

    with ThreadPoolExecutor(PARALLEL) as pool:
        return sum(pool.map(plan, roots), Subject())
