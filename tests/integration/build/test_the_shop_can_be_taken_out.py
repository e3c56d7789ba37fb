"""A copy of this repository without the example services, and with another one, works."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.swap import without_the_shop

TOOLS = Path(sys.executable).parent
MYPY = (sys.executable, "-m", "mypy")
QUICK = {
    "lint": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "contracts": ("-m", "tools.build.contracts", "check"),
    "callers": ("-m", "tools.review.access_matrix", "check"),
    "own tests": ("-m", "pytest", "-q", "-x", "services", "tests/contract"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return without_the_shop(tmp_path_factory.mktemp("without") / "tree")


def passes(copy: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)

    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]


@pytest.mark.parametrize("check", QUICK)
def test_a_check_passes_without_the_shop(copy: Path, check: str) -> None:
    passes(copy, sys.executable, *QUICK[check])


def test_arrows_hold_without_the_shop(copy: Path) -> None:
    passes(copy, str(TOOLS / "lint-imports"), "--no-cache")


@pytest.mark.slow
@pytest.mark.parametrize("target", ["check", "test"])
def test_make_passes_without_the_shop(copy: Path, target: str) -> None:
    passes(copy, "make", target)
