"""A copy of this repository under another name, with one service in place of the shop, works."""

import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.product import NAME
from tests.harness.ports import free_ports
from tests.harness.swap import OTHER_NAME, another_product

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
    "what Terraform sets": (
        "-m",
        "pytest",
        "-q",
        "-x",
        "tests/contract/terraform/test_terraform_agrees.py",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return another_product(tmp_path_factory.mktemp("another") / "tree")


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


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and of what it packs."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            yield from (package.read(name) for name in package.namelist())


def naming(name: bytes, folder: Path) -> set[str]:
    """The files below the folder that have the name in them."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(name in each.lower() for each in contents(path))
    }


@pytest.mark.slow
@pytest.mark.skipif(NAME == OTHER_NAME, reason="this repository has that name already")
def test_nothing_that_is_deployed_has_the_old_name(copy: Path) -> None:
    local = copy / ".local"  # resources, tags, states, packages and logs of the stopped stack

    assert naming(OTHER_NAME.encode(), local)
    assert naming(NAME.encode(), local) == set()
