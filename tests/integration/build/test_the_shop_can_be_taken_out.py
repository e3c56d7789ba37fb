"""A copy of this repository without the example services, and with another one, works."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.ports import free_ports
from tests.harness.swap import without_the_shop

QUICK = {
    "lint": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "contracts": ("-m", "tools.build.contracts", "check"),
    "callers": ("-m", "tools.review.access_matrix", "check"),
    "its own tests": (
        "-m",
        "pytest",
        "-q",
        "-x",
        "services/parcels",
        "tests/contract/test_round_trips.py",
    ),
    "what Terraform sets": ("-m", "pytest", "-q", "-x", "tests/contract/test_terraform_agrees.py"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return without_the_shop(tmp_path_factory.mktemp("without") / "tree")


def passes(copy: Path, *command: str, **environment: str) -> None:
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]


@pytest.mark.parametrize("check", QUICK)
def test_a_check_passes_without_the_shop(copy: Path, check: str) -> None:
    passes(copy, sys.executable, *QUICK[check])


def test_arrows_hold_without_the_shop(copy: Path) -> None:
    passes(copy, str(Path(sys.executable).with_name("lint-imports")), "--no-cache")


@pytest.mark.slow
@pytest.mark.parametrize("target", ["check", "test"])
def test_make_passes_without_the_shop(copy: Path, target: str) -> None:
    passes(copy, "make", target)


@pytest.fixture
def address(copy: Path) -> Iterator[str]:
    """The API of the copy, deployed."""
    aws_port, api_port = free_ports(2)
    place = {"AWS_PORT": str(aws_port), "API_PORT": str(api_port), "LOCAL_DIR": ".local"}
    try:
        passes(copy, "make", "up", **place)
        yield f"http://127.0.0.1:{api_port}/v1"
    finally:
        passes(copy, "make", "down", **place)


@pytest.mark.slow
def test_another_service_is_deployed_in_place_of_the_shop(address: str) -> None:
    with urllib.request.urlopen(f"{address}/health", timeout=30) as answer:  # noqa: S310
        assert json.load(answer) == {"status": "ok"}
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{address}/parcels/par_1", timeout=30)  # noqa: S310
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{address}/orders", timeout=30)  # noqa: S310
