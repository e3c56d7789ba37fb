"""Services of random shapes pass their own tests."""

from pathlib import Path

import pytest

from tests.harness.generated import make_in, passes
from tests.harness.shapes import EXTREME, some_shapes
from tests.harness.tree import ROOT
from tools.adopt.service.staging import FOLDERS, link_all


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree of links to everything here, for more services."""
    folder = tmp_path / "tree"
    link_all(ROOT, folder, without={"services", "terraform", ".build", ".local", ".git"})
    link_all(ROOT / "terraform", folder / "terraform", without={"services"})
    for each in FOLDERS:
        link_all(ROOT / each, folder / each, without=set())
    return folder


def test_services_of_random_shapes_pass_their_own_tests(tree: Path) -> None:
    answers = [EXTREME, *some_shapes(1, 0)]
    for each in answers:
        make_in(tree, each)
    own = [f"services/{each.name}" for each in answers]

    passes(tree, "-m", "tools.build.contracts", "write")
    passes(tree, "-m", "ruff", "check", "--no-cache", *own)
    passes(tree, "-m", "ruff", "format", "--no-cache", "--check", *own)
    passes(tree, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *own, "--ignore-glob=*e2e")
