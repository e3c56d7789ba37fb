"""The pull request of updates: one branch, one request, the files as they are here."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.harness.github import Loopback
from tools.command import CommandError
from tools.review.github import proposals
from tools.review.github.api import GitHub


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lock.txt").write_text("a==1\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text("x\n", encoding="utf-8")
    author = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
    for words in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "first"]):
        subprocess.run(["git", *words], check=True)
    (tmp_path / "lock.txt").write_text("a==2\n", encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("repository")
def test_what_has_changed_becomes_one_pull_request(github: GitHub, state: Loopback) -> None:
    files = proposals.changed_files()
    proposals.propose(github, files, "update-locks", "main", "Newer")

    (pull,) = state.pulls
    commit = state.commits[state.branches["update-locks"]]
    assert (pull["head"], pull["base"]) == ("update-locks", "main")
    assert commit["parents"] == ["tip"]
    assert [each["path"] for each in json.loads(commit["tree"])] == ["lock.txt"]
    assert json.loads(commit["tree"])[0]["content"] == "a==2\n"


@pytest.mark.usefixtures("repository")
def test_the_next_update_moves_the_branch_and_makes_no_second_request(
    github: GitHub, state: Loopback
) -> None:
    files = proposals.changed_files()
    for _ in range(2):
        proposals.propose(github, files, "update-locks", "main", "Newer")

    assert len(state.pulls) == 1
    assert state.branches["update-locks"] == "commit2"


@pytest.mark.usefixtures("repository")
def test_a_run_that_was_cancelled_before_the_request_is_repaired_by_the_next(
    github: GitHub, state: Loopback
) -> None:
    files = proposals.changed_files()
    state.branches["update-locks"] = "commit of a run that was cancelled"

    proposals.propose(github, files, "update-locks", "main", "Newer")

    assert len(state.pulls) == 1


@pytest.mark.usefixtures("repository")
def test_a_refused_branch_is_an_error_and_no_request_is_made(
    github: GitHub, state: Loopback
) -> None:
    state.failures = [(403, {})]

    with pytest.raises(CommandError, match="give the job the permission"):
        proposals.propose(github, ["lock.txt"], "update-locks", "main", "Newer")

    assert state.pulls == []
