"""Terraform's plans against an environment's running AWS, as resources with values."""

import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.deploy.commands import planned_roots
from tools.deploy.environment import DERIVED, Environment
from tools.deploy.terraform import Terraform
from tools.review.lint_aws.model import Document, Resource, Subject
from tools.review.lint_aws.values import parsed

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
        merged = {**values, **{name: self.values[name] for name in OWN}}
        path.write_text(json.dumps({"environment": merged}, indent=2), encoding="utf-8")
        return path


def read(environment: Environment) -> Subject:
    """The resources that every root would apply; CommandError when one cannot be planned."""
    roots = planned_roots(environment)

    def planned(name: str) -> Subject:
        root, variables = roots[name]
        return of_plan(name, json.loads(Terraform(root, environment).planned(variables())))

    with ThreadPoolExecutor(PARALLEL) as pool:
        return sum(pool.map(planned, roots), Subject())


def of_plan(root: str, plan: Mapping[str, Any]) -> Subject:
    """The resources of a plan in the format of `terraform show -json`."""
    planned = plan.get("planned_values", {}).get("root_module", {})
    resources = tuple(_resources(root, planned))
    bodies = [
        (each, parsed(each.values.get("body")))
        for each in resources
        if each.type == "aws_api_gateway_rest_api"
    ]
    documents = tuple(Document(each.place, body) for each, body in bodies if body)
    return Subject(resources, documents)


def _resources(root: str, module: Mapping[str, Any]) -> Iterator[Resource]:
    for each in module.get("resources", []):
        if each["mode"] == "managed":
            yield Resource(f"{root}: {each['address']}", each["type"], each["values"])
    for child in module.get("child_modules", []):
        yield from _resources(root, child)
