"""Workflows from their first step to their last: what takes too long for every run of CI.

`make test-workflows` runs them; the jobs that deploy, plan and look for drift are in `tests/e2e`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.product import NAME
from tests.e2e.harness.pipeline import Pipeline, begin_repository
from tests.e2e.harness.product import CONTRACTS
from tests.e2e.harness.stack import Stack
from tests.harness.copy_of_the_repository import commit
from tests.harness.github import Loopback, serving

pytestmark = pytest.mark.slow

OPENED = {"github.event.pull_request.number": "7", "github.event.action": "opened"}
CLOSED = {**OPENED, "github.event.action": "closed"}


@pytest.fixture
def github() -> Iterator[tuple[Loopback, str]]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def repository(stack: Stack) -> Path:
    """The copy as a repository, with nothing changed since main."""
    begin_repository(stack.folder)
    return stack.folder


def test_a_preview_lives_as_long_as_its_pull_request(
    stack: Stack, github: tuple[Loopback, str]
) -> None:
    state, url = github
    workflows = Pipeline(stack, url, BASE="local")

    for _ in range(2):
        workflows.job("preview", "preview", **OPENED)
    answered = [each["body"] for each in state.comments]
    workflows.job("preview", "preview", **CLOSED)

    assert len(answered) == 1
    assert "`pr-7` answers at <http" in answered[0]
    tables = stack.aws("dynamodb").list_tables()["TableNames"]
    assert not [each for each in tables if f"{NAME}-pr-7-" in each]
    assert "nothing to sweep" in stack.make("sweep").stdout


@pytest.mark.usefixtures("repository")
def test_changes_for_consumers_are_looked_for_since_the_branch_left(
    stack: Stack, github: tuple[Loopback, str]
) -> None:
    workflows = Pipeline(stack, github[1])
    contract = stack.folder / "services" / CONTRACTS[0] / "openapi.json"
    text = contract.read_text(encoding="utf-8")

    workflows.job("check", "contracts", **{"github.event.pull_request.body": "Nothing"})
    contract.write_text(text.replace('"get"', '"head"'), encoding="utf-8")
    said = workflows.refused("make contracts-diff BASE=origin/main")
    contract.write_text(text, encoding="utf-8")

    assert "GET " in said


@pytest.mark.usefixtures("repository")
def test_environments_with_an_account_are_looked_at(
    stack: Stack, github: tuple[Loopback, str]
) -> None:
    workflows = Pipeline(stack, github[1])

    workflows.job("drift", "environments")

    assert workflows.outputs["environments"] == []


@pytest.fixture
def own_environment(repository: Path) -> Path:
    """The repository with Python packages of its own, because an update installs what it locks."""
    (repository / ".venv").unlink()
    return repository


def test_newer_releases_become_the_one_pull_request(
    stack: Stack, own_environment: Path, github: tuple[Loopback, str]
) -> None:
    state, url = github
    lock = own_environment / "requirements/services.txt"
    lock.write_text(lock.read_text("utf-8") + "# else there may be nothing newer\n", "utf-8")
    commit(own_environment, "second")
    workflows = Pipeline(stack, url)

    for _ in range(2):
        workflows.job("update", "locks")

    (pull,) = state.pulls
    assert (pull["head"], pull["base"]) == ("update-locks", "main")
    tree = json.loads(state.commits[state.branches["update-locks"]]["tree"])
    assert "requirements/services.txt" in {each["path"] for each in tree}
