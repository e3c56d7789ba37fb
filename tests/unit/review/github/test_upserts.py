"""One comment, one issue: whatever answers GitHub gives, the next run repairs the state."""

import json
from pathlib import Path

import pytest

from tests.harness.github import REPOSITORY, Loopback
from tools.command import CommandError
from tools.review.github import __main__ as commands
from tools.review.github import upserts
from tools.review.github.api import TRIES, GitHub

MARK = "<!-- review: dev -->"


def test_a_pull_request_has_one_comment_that_is_updated(github: GitHub, state: Loopback) -> None:
    upserts.comment(github, 7, MARK, f"{MARK} first")
    upserts.comment(github, 7, MARK, f"{MARK} second")

    assert [each["body"] for each in state.comments] == [f"{MARK} second"]


def test_comments_of_others_are_left_alone(github: GitHub, state: Loopback) -> None:
    for number in range(150):
        github.post("/issues/7/comments", {"body": f"talk {number}, and {MARK} quoted"})
    upserts.comment(github, 7, MARK, f"{MARK} first")
    upserts.comment(github, 7, MARK, f"{MARK} second")

    assert [each["body"] for each in state.comments[150:]] == [f"{MARK} second"]


def test_of_two_comments_made_at_once_the_next_run_leaves_one(
    github: GitHub, state: Loopback
) -> None:
    for text in ("one", "other"):
        github.post("/issues/7/comments", {"body": f"{MARK} {text}"})

    upserts.comment(github, 7, MARK, f"{MARK} next")

    assert [each["body"] for each in state.comments] == [f"{MARK} next"]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_passes_is_waited_for(
    github: GitHub, state: Loopback, waits: list[float], status: int
) -> None:
    state.failures = [(status, {"retry-after": "7"}), (status, {})]

    upserts.comment(github, 7, MARK, f"{MARK} text")

    assert len(state.comments) == 1
    assert waits == [7.0, 4.0]


def test_a_limited_rate_is_waited_for_though_it_answers_403(
    github: GitHub, state: Loopback, waits: list[float]
) -> None:
    state.failures = [(403, {"retry-after": "3"})]

    upserts.comment(github, 7, MARK, f"{MARK} text")

    assert waits == [3.0]


def test_a_refusal_says_which_permission_may_be_missing(github: GitHub, state: Loopback) -> None:
    state.failures = [(403, {})]

    with pytest.raises(CommandError, match="403 no; give the job the permission") as raised:
        upserts.comment(github, 7, MARK, "text")

    assert "secret" not in str(raised.value)
    assert state.calls == []


def test_patience_ends(github: GitHub, state: Loopback, waits: list[float]) -> None:
    state.failures = [(502, {})] * TRIES

    with pytest.raises(CommandError, match="502 no; run the job again"):
        upserts.comment(github, 7, MARK, "text")

    assert len(waits) == TRIES - 1


def test_a_failure_between_two_calls_is_repaired_by_the_next_run(
    github: GitHub, state: Loopback
) -> None:
    upserts.issue(github, "drift", "dev", "first")
    state.failures = [(404, {})]
    with pytest.raises(CommandError):
        upserts.issue(github, "drift", "dev", "second")

    upserts.issue(github, "drift", "dev", "third")

    assert [each["body"] for each in state.issues] == ["third"]


def test_there_is_one_issue_of_drift_and_it_is_closed_when_there_is_none(
    github: GitHub, state: Loopback
) -> None:
    github.post("/issues", {"title": "another", "labels": ["drift"]})
    upserts.issue(github, "drift", "dev", "first")
    upserts.issue(github, "drift", "dev", "second")
    assert [each["body"] for each in state.issues[1:]] == ["second"]

    assert upserts.close(github, "drift", "dev", "clean") == 1
    assert upserts.close(github, "drift", "dev", "clean") == 0
    assert [each["state"] for each in state.issues] == ["open", "closed"]


def written(folder: Path, root: str, addresses: int, environment: str = "dev") -> None:
    changes = [
        {"address": f"aws_x.this[{n}]", "verb": "update", "moved_from": None, "arguments": ["a"]}
        for n in range(addresses)
    ]
    review = {
        "environment": environment, "base": "main", "commit": "1234567",
        "dangers": [], "waived": [],
        "checks": [], "contract": [], "contract_unknown": "",
        "cost": {"before": {}, "after": {}, "unknown": ""},
        "roots": [{"root": root, "failure": "", "changes": changes}],
    }  # fmt: skip
    (folder / root).mkdir(parents=True)
    (folder / root / "review.json").write_text(json.dumps(review), encoding="utf-8")


@pytest.fixture
def workflow(loopback: tuple[Loopback, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "GITHUB_API_URL": loopback[1], "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_TOKEN": "secret",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("workflow")
def test_the_reviews_of_all_roots_become_one_comment_under_the_limit(
    state: Loopback, tmp_path: Path
) -> None:
    for root in ("gateway", "parcels"):
        written(tmp_path, root, 2000)
    arguments = ["--pull-request", "7", "--folder", str(tmp_path)]

    assert commands.main(["comment", *arguments]) == 0

    (comment,) = state.comments
    assert "4000 changes to dev in 2 roots" in comment["body"]
    assert len(comment["body"].encode()) <= 65_536


@pytest.mark.usefixtures("workflow")
def test_all_environments_are_in_one_comment_under_the_limit(
    state: Loopback, tmp_path: Path
) -> None:
    for environment in ("dev", "staging", "prod"):
        written(tmp_path / environment, "gateway", 2000, environment)

    for _ in range(2):
        assert commands.main(["comment", "--pull-request", "7", "--folder", str(tmp_path)]) == 0

    (comment,) = state.comments
    assert all(f"2000 changes to {each}" in comment["body"] for each in ("dev", "staging", "prod"))
    assert len(comment["body"].encode()) <= 65_536


@pytest.mark.usefixtures("workflow")
def test_drift_opens_an_issue_and_its_end_closes_it(state: Loopback, tmp_path: Path) -> None:
    written(tmp_path / "first", "gateway", 1)
    written(tmp_path / "then", "gateway", 0)

    assert commands.main(["drift", "--folder", str(tmp_path / "first")]) == 0
    assert [each["state"] for each in state.issues] == ["open"]
    assert commands.main(["drift", "--folder", str(tmp_path / "then")]) == 0
    assert [each["state"] for each in state.issues] == ["closed"]


def test_outside_of_a_workflow_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    written(tmp_path, "gateway", 0)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)

    assert commands.main(["drift", "--folder", str(tmp_path)]) == 1
    assert "GITHUB_REPOSITORY and GITHUB_TOKEN missing" in capsys.readouterr().err
