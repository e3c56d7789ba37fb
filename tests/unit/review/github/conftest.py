"""GitHub's API on loopback, and a client of it."""

from collections.abc import Iterator

import pytest

from tests.harness.github import REPOSITORY, Loopback, serving
from tools.review.github.api import GitHub


@pytest.fixture
def loopback() -> Iterator[tuple[Loopback, str]]:
    with serving() as served:
        yield served


@pytest.fixture
def state(loopback: tuple[Loopback, str]) -> Loopback:
    return loopback[0]


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def github(loopback: tuple[Loopback, str], waits: list[float]) -> GitHub:
    return GitHub(loopback[1], REPOSITORY, "secret", wait=waits.append)
