"""Services of random shapes pass their own tests: a few always, as many as wanted with COUNT.

`make try-services COUNT=30` makes them in one tree and runs every check of services there.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.harness.shapes import shapes
from tests.harness.tree import ROOT
from tools.adopt.product import product
from tools.adopt.service import names, template
from tools.adopt.service.shape import Answers, shape
from tools.adopt.service.staging import FOLDERS, link_all

ABOUT_SERVICES = [
    *(
        f"tests/contract/test_{name}.py"
        for name in ("contracts", "callers", "round_trips", "smoke_asks_every_read")
    ),
    "tests/contract/terraform/test_terraform_agrees.py",
]
COUNT = int(os.environ.get("COUNT") or 2)
THOROUGH = "COUNT" in os.environ
ONCE = settings(
    max_examples=1,
    deadline=None,
    derandomize=not THOROUGH,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LONGEST = {letter: letter * 40 for letter in "nmks"}
EDGES = Answers(
    name="z" * names.longest_name(ROOT, product(ROOT)),
    resource="o_" * 11 + "oo",
    fields="{n}:enum({n},{m},a)? {m}:datetime {k}:bool? {s}:str i:int".format(**LONGEST),
    queries="by {n} and {m} and {k} oldest first, by {s}, by i".format(**LONGEST),
)
"""The longest names everywhere."""


def new_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of links to everything here, for more services."""
    folder = tmp_path_factory.mktemp("shapes") / "tree"
    link_all(ROOT, folder, without={"services", "terraform", ".build", ".local", ".git"})
    link_all(ROOT / "terraform", folder / "terraform", without={"services"})
    for each in FOLDERS:
        link_all(ROOT / each, folder / each, without=set())
    return folder


def make(answers: Answers, tree: Path) -> None:
    shape_ = shape(answers, tree, product(tree))
    folder = tree.parent / answers.name
    template.render(shape_, ROOT, folder, sample=False)
    for each in FOLDERS:
        (folder / each / answers.name).rename(tree / each / answers.name)


def passes(tree: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, *command], cwd=tree, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]


def test_services_of_random_shapes_pass_their_own_tests(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    @ONCE
    @given(
        st.lists(
            shapes(),
            min_size=COUNT - 1,
            max_size=COUNT - 1,
            unique_by=lambda a: names.singular(a.name).removesuffix("e"),
        ).filter(lambda each: EDGES.name not in {answers.name for answers in each})
    )
    def all_pass(random: list[Answers]) -> None:
        tree = new_tree(tmp_path_factory)  # for each attempt: a failure is tried once more
        for each in [EDGES, *random]:
            make(each, tree)
        own = [f"services/{each.name}" for each in [EDGES, *random]]
        passes(tree, "-m", "tools.build.contracts", "write")
        passes(tree, "-m", "ruff", "check", "--no-cache", *own)
        passes(tree, "-m", "ruff", "format", "--no-cache", "--check", *own)
        passes(
            tree, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *own, "--ignore-glob=*e2e"
        )
        if THOROUGH:
            thoroughly(tree, [each.name for each in [EDGES, *random]])

    all_pass()


def thoroughly(tree: Path, services: list[str]) -> None:
    """Every other check of a service."""
    passes(tree, "-m", "mypy", *[f"services/{name}" for name in services])
    passes(tree, "-m", "tools.review.access_matrix", "write")
    passes(tree, "-m", "pytest", "-q", "-x", "-n", "2", *ABOUT_SERVICES)
    passes(tree, "-m", "tools.measure", "budget", *services)
    for name in services:
        passes(tree, "-m", "tools.review.checks.terraform", "test", f"terraform/services/{name}")
