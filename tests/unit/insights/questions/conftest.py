"""Two weeks of planted and of clean logs, written once for all tests of questions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.insights.questions.logs import Logs, opened
from tools.measure.insights.logs import columns, written
from tools.measure.insights.scenario import Scenario

LINES = 100_000
SEED = 11


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scenario, Logs]]:
    """Logs in which each behaviour happens once."""
    with written(tmp_path_factory.mktemp("planted"), SEED, LINES, planted=True) as logs_of_the_seed:
        yield logs_of_the_seed


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logs]:
    """Logs of ordinary consumers alone."""
    with written(tmp_path_factory.mktemp("clean"), SEED, LINES, planted=False) as (_, logs):
        yield logs


@pytest.fixture(scope="session")
def empty() -> Iterator[Logs]:
    """Logs without a line."""
    with opened({}, columns()) as logs:
        yield logs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for files of lines."""
    return tmp_path
