"""Walks through services' routes: `services/<name>/tests/e2e/walk.py`, where a service has one."""

import importlib
from typing import Protocol, cast

from tests.e2e.harness.product import CONTRACTS, SERVICES
from tests.e2e.harness.stack import Stack


class Walk(Protocol):
    """A module `walk`."""

    def every_route(self, stack: Stack) -> None:
        """Send a request to each route, through each use case."""

    def ids(self, stack: Stack) -> dict[str, str]:
        """Things that exist, by the names of their parameters in paths."""


WALKS = {
    name: cast("Walk", importlib.import_module(f"services.{name}.tests.e2e.walk"))
    for name in CONTRACTS
    if (SERVICES / name / "tests/e2e/walk.py").exists()
}
