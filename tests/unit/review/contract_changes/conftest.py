"""A small repository with one contract; each test writes its history."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

AUTHOR = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]


@dataclass(frozen=True)
class Repository:
    """A folder under git."""

    folder: Path

    def git(self, *arguments: str) -> None:
        """Run git in the folder."""
        subprocess.run(["git", *AUTHOR, *arguments], cwd=self.folder, check=True)

    def write(self, service: str, *paths: str) -> None:
        """Give the service a contract with these routes."""
        routes: dict[str, Any] = {path: {"get": {"responses": {}}} for path in paths}
        self.write_text(f"services/{service}/openapi.json", json.dumps({"paths": routes}))

    def write_text(self, name: str, text: str) -> None:
        """Write a file."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def commit(self, message: str) -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A branch `work` that left `main` after its first commit; tests run in its folder."""
    work = Repository(tmp_path / "repository")
    work.folder.mkdir()
    work.git("init", "--quiet", "--initial-branch=main")
    work.write("parcels", "/parcels", "/parcels/{orderId}")
    work.commit("Begin")
    work.git("switch", "--quiet", "--create", "work")
    monkeypatch.chdir(work.folder)
    monkeypatch.delenv("PR_BODY", raising=False)
    monkeypatch.delenv("BASE", raising=False)
    return work
