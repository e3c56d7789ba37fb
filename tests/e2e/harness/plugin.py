"""Fixtures of end-to-end tests: one stack for all of them, and a service that they work on."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness.product import NAME, Product
from tests.e2e.harness.stack import ROOT, Stack, running_stack


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run tests marked `last` after all others."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("clone")) as running:
        yield running


@pytest.fixture(scope="session")
def product(stack: Stack) -> Product:
    """A service that consumers call, whichever there is."""
    if NAME is None:
        pytest.skip("no service has a sample request (checks/sample.json)")
    return Product(stack, NAME)


@pytest.fixture(scope="session")
def client_library(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with the generated client, built and installed as a consumer does, on the path."""
    stack.make("client")
    folder = tmp_path_factory.mktemp("consumer")
    # Its dependencies are present already.
    uv = [str(ROOT / ".venv/bin/uv"), "pip", "install", "--quiet", "--no-deps"]
    project = stack.folder / ".build/client"
    subprocess.run([*uv, "--target", str(folder), str(project)], check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield folder
