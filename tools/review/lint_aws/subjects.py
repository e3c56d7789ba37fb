"""This repository's Terraform, contracts and plans, as subjects of the rules."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.build.contracts.documents import published_file
from tools.build.services import services_with_routes
from tools.command import CommandError
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.variables import planned_roots
from tools.deploy.where.place import Place
from tools.review.aws_rules import planned, sources
from tools.review.aws_rules.model import Document, Subject

TERRAFORM = Path("terraform")
PARALLEL = min(4, os.cpu_count() or 1)


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


def plans(place: Place) -> Subject:
    """The plan of every root; CommandError when one cannot be planned."""
    roots = planned_roots(place)

    def plan(name: str) -> Subject:
        root, variables = roots[name]
        text = Terraform(root, place).planned(variables())
        return planned.of_plan(name, json.loads(text))

    with ThreadPoolExecutor(PARALLEL) as pool:
        return sum(pool.map(plan, roots), Subject())
