"""Versions of contracts in a repository's history."""

import json
import subprocess
from pathlib import Path

import pytest

from tools.review.contract_changes.history import history


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True)


def commit(folder: Path, title: str, *routes: str, text: str = "") -> None:
    """A commit of a contract with these routes."""
    path = folder / "services/parcels/openapi.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    paths = {route: {"get": {"responses": {}, "summary": text}} for route in routes}
    path.write_text(json.dumps({"paths": paths}), encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", title)


def test_each_version_has_its_changes_the_newest_first(repository: Path) -> None:
    commit(repository, "Begin", "/parcels")
    commit(repository, "Add one", "/parcels", "/parcels/mine")
    commit(repository, "Say it better", "/parcels", "/parcels/mine", text="better")
    commit(repository, "Take one away", "/parcels/mine", text="better")

    versions = history(repository)

    assert [(each.title, each.breaking) for each in versions] == [
        ("Take one away", 1),
        ("Add one", 0),
        ("Begin", 0),
    ]
    assert versions[0].changes[0].what == "removed"
    assert (versions[-1].first, versions[-1].routes) == (True, 1)


def test_a_contract_that_was_no_json_is_left_out(repository: Path) -> None:
    commit(repository, "Begin", "/parcels")
    (repository / "services/parcels/openapi.json").write_text("{", encoding="utf-8")
    git(repository, "commit", "--quiet", "-am", "Break it")

    assert [each.title for each in history(repository)] == ["Begin"]


def test_without_a_repository_there_is_no_history(tmp_path: Path) -> None:
    assert history(tmp_path) == []
