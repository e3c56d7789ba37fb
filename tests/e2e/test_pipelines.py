"""The steps of the workflows, in their order, against the running stack and GitHub on loopback."""

import re
import shutil
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

MODULE = "terraform/modules/lambda_function/main.tf"
ENDED = "retention_in_days = var.log.retention_days"


@pytest.fixture(scope="module")
def branch(stack: Stack) -> Iterator[Path]:
    """The copy as a repository, with a change that keeps logs for a shorter time."""
    folder = stack.folder
    begin_repository(folder)
    path = folder / MODULE
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(ENDED, "retention_in_days = 1"), encoding="utf-8")
    yield folder
    path.write_text(before, encoding="utf-8")
    shutil.rmtree(folder / ".git")


@pytest.fixture
def github() -> Iterator[tuple[Loopback, str]]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def committed(branch: Path) -> Path:
    """The branch with its change committed, as a pull request's run has it."""
    commit(branch, "second")
    return branch


@pytest.mark.usefixtures("committed")
def test_a_pull_request_gets_one_comment_with_what_is_dangerous(
    stack: Stack, github: tuple[Loopback, str]
) -> None:
    state, url = github
    pipeline = Pipeline(stack, url)

    pipeline.job("plan", "roots")
    roots = [each["root"] for each in pipeline.outputs["roots"]]
    for root in CONTRACTS[:2]:
        assert root in roots
        matrix = {"matrix.root.root": root, "matrix.root.environment": "local"}
        pipeline.job("plan", "plan", **matrix)
        folder = stack.folder / ".build/reviews" / f"review-{root}"
        shutil.copytree(stack.folder / ".build/review/local", folder)
    for _ in range(2):
        pipeline.job("plan", "comment", **{"github.event.pull_request.number": "7"})

    assert "platform" not in roots
    (comment,) = state.comments
    assert "lowered retention" in comment["body"]
    assert all(f"services/{root}" in comment["body"] for root in CONTRACTS[:2])


def test_drift_is_told_in_one_issue_that_is_closed_when_it_is_gone(
    stack: Stack, branch: Path, github: tuple[Loopback, str]
) -> None:
    state, url = github
    pipeline = Pipeline(stack, url)
    path = branch / MODULE
    path.write_text(
        path.read_text("utf-8").replace("retention_in_days = 1\n", f"{ENDED}\n"), "utf-8"
    )
    logs = stack.aws("logs")
    group = {"logGroupName": f"/aws/lambda/{NAME}-local-{CONTRACTS[0]}"}
    days = logs.describe_log_groups(logGroupNamePrefix=group["logGroupName"])["logGroups"][0]

    logs.put_retention_policy(**group, retentionInDays=1)
    pipeline.job("drift", "drift", **{"matrix.environment": "local"})
    logs.put_retention_policy(**group, retentionInDays=days["retentionInDays"])

    (issue,) = state.issues
    assert "changed outside Terraform" in issue["body"]

    pipeline.job("drift", "drift", **{"matrix.environment": "local"})
    assert [each["state"] for each in state.issues] == ["closed"]


def test_what_was_reviewed_is_deployed_once_and_the_notes_tell_it(
    stack: Stack, branch: Path, github: tuple[Loopback, str]
) -> None:
    """The steps of a deployment in their order; the plans of the pull request are its artifacts."""
    state, url = github
    pipeline, plans = Pipeline(stack, url), branch / ".build/plans"
    _commit_days(branch, 3)

    pipeline.job("deploy-to", "plan")
    assert "lowered retention" in (branch / ".build/github-summary").read_text("utf-8")
    assert all("password" not in each.read_text("latin-1") for each in plans.rglob("*.plan"))
    pipeline.job("deploy-to", "deploy")
    pipeline.job("deploy-to", "notes")

    logs = stack.aws("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{NAME}-local")
    assert {each["retentionInDays"] for each in logs["logGroups"]} == {3}
    (release,) = state.releases
    assert "### Versions" in release["body"]
    deploy = f"make deploy-{CONTRACTS[0]} PLANS=.build/plans"
    assert "was applied meanwhile" in pipeline.refused(deploy)


def test_plans_of_another_commit_are_refused_before_anything_is_applied(
    stack: Stack, branch: Path, github: tuple[Loopback, str]
) -> None:
    _commit_days(branch, 5)

    said = Pipeline(stack, github[1]).refused("make deploy PLANS=.build/plans")

    assert "has other files; nothing of it was applied" in said


def _commit_days(folder: Path, days: int) -> None:
    """Commit another retention of logs, and whatever else differs."""
    path = folder / MODULE
    text = re.sub(r"retention_in_days = .*", f"retention_in_days = {days}", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    commit(folder, f"{days} days")
