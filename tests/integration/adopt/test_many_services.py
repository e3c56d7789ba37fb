"""Many services of random shapes beside the others: each check of services, and all deployed.

`make try-services COUNT=30` runs it; SEED=2 makes others, T="-k deploy" tries one step again.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.harness.copy_of_the_repository import commit, copy_to
from tests.harness.generated import make_in, passes
from tests.harness.shapes import EXTREME, some_shapes
from tests.harness.tree import ROOT

pytestmark = pytest.mark.slow
FOLDER = ROOT / ".build/try-services"
ABOUT_SERVICES = [
    f"tests/contract/{name}.py"
    for name in (
        *("test_contracts", "test_callers", "test_round_trips", "test_smoke_asks_every_read"),
        "terraform/test_terraform_agrees",
    )
]
TOGETHER = 20
"""Services of one consumer: an app client of Cognito has 50 scopes at most."""
QUIETLY = ("-m", "pytest", "-q", "-n", "2", "--dist", "worksteal")
STEPS = {
    "lint": ("-m", "ruff", "check", "services/{name}"),
    "format": ("-m", "ruff", "format", "--check", "services/{name}"),
    "types": ("-m", "mypy", f"--cache-dir={FOLDER}/mypy"),
    "tests": (*QUIETLY, "services/{name}", "--ignore-glob=*e2e"),
    "contracts": (*QUIETLY, *ABOUT_SERVICES),
    "budget": ("-m", "tools.measure", "budget", "{name}"),
    "terraform": ("-m", "tools.review.checks.terraform", "test", "terraform/services/{name}"),
    "deploy": ("-m", "pytest", "-q", "-m", "not slow", "services/{name}/tests/e2e"),
}
"""A step's command; what has {name} in it is there once for each service."""


@pytest.fixture(scope="module")
def services() -> list[str]:
    """The names of the services, made in a copy of the repository."""
    count, seed = (int(os.environ.get(name) or 1) for name in ("COUNT", "SEED"))
    shutil.rmtree(FOLDER / "tree", ignore_errors=True)
    copy_to(FOLDER / "tree")
    answers = [EXTREME, *some_shapes(count - 1, seed)]
    houses = [f"house{number // TOGETHER + 1}" for number in range(count)]
    _add_consumers(FOLDER / "tree/terraform/environments/local.tfvars", sorted({*houses}))
    for each, house in zip(answers, houses, strict=True):
        make_in(FOLDER / "tree", replace(each, consumers=house))
    for tool in ("build.contracts", "review.access_matrix"):
        passes(FOLDER / "tree", "-m", f"tools.{tool}", "write")
    commit(FOLDER / "tree", "Have many services")
    return [each.name for each in answers]


@pytest.mark.parametrize("step", STEPS)
def test_many_services_pass(services: list[str], step: str) -> None:
    passes(FOLDER / "tree", *_command(STEPS[step], services))


def _add_consumers(file: Path, names: list[str]) -> None:
    """Give the environment more consumers, as a house with many services has."""
    lines = "".join(f'    {name} = {{ tier = "gold", tenant = "{name}" }}\n' for name in names)
    text, places = re.subn(r"(?m)^  consumers = \{\n", rf"\g<0>{lines}", file.read_text())
    assert places == 1, f"{file} has no consumers"
    file.write_text(text)


def _command(words: tuple[str, ...], names: list[str]) -> Iterator[str]:
    for word in words:
        yield from [word.format(name=name) for name in names] if "{name}" in word else [word]
