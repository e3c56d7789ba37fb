"""The notes of a deployment: one release for each environment and commit."""

import subprocess
from typing import Any

import pytest

from tests.harness.github import Loopback
from tools.deploy.where.environment import named
from tools.review.changed.since import lines
from tools.review.github import release_notes
from tools.review.github.api import GitHub


@pytest.fixture(autouse=True)
def versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_notes, "_versions", lambda _: "### Versions")


def released(state: Loopback, commit: str, environment: str = "dev") -> None:
    tag = release_notes.TAG.format(environment=environment, commit=commit[:12])
    state.releases.append(
        {"id": len(state.releases) + 1, "tag_name": tag, "target_commitish": commit}
    )


def last(count: int) -> str:
    done = subprocess.run(
        ["git", "rev-list", f"--max-count={count}", "HEAD"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split()[-1]


def test_the_first_deployment_says_that_it_is_the_first(github: GitHub, state: Loopback) -> None:
    release_notes.publish(github, named("dev"))

    (release,) = state.releases
    assert "the first that is known" in release["body"]
    assert release["target_commitish"] == lines("rev-parse", "HEAD")[0]


def test_commits_contracts_and_roots_since_the_last_deployment_are_told(
    github: GitHub, state: Loopback
) -> None:
    before = last(2)
    released(state, before)
    released(state, last(1), environment="prod")

    release_notes.publish(github, named("dev"))

    body = state.releases[-1]["body"]
    assert f"since {before[:12]}" in body
    assert all(each in body for each in ("### Commits", "### Changes for consumers", "### Roots"))


def test_a_second_run_updates_the_same_release(github: GitHub, state: Loopback) -> None:
    release_notes.publish(github, named("dev"))
    release_notes.publish(github, named("dev"))

    assert len(state.releases) == 1


def test_a_commit_that_this_history_has_not_counts_for_nothing(
    github: GitHub, state: Loopback
) -> None:
    released(state, "0" * 40)

    release_notes.publish(github, named("dev"))

    assert "the first that is known" in state.releases[-1]["body"]


def test_only_protected_environments_have_full_releases(github: GitHub, state: Loopback) -> None:
    for name in ("local", "prod"):
        release_notes.publish(github, named(name))

    kinds: list[Any] = [each["prerelease"] for each in state.releases]
    assert kinds == [True, False]
