"""The plans that a pull request was reviewed with are found again by the commit that merged it."""

import io
import zipfile
from pathlib import Path
from typing import Any

from tests.harness.github import Loopback
from tools.review.github.api import GitHub
from tools.review.github.reviewed_plans import fetch

MERGED = {"id": 7, "merged_at": "2026-11-01T12:00:00Z", "head": {"sha": "head"}}


def artifact(number: int, name: str, content: bytes, **others: Any) -> dict[str, Any]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("dev/services-orders.plan", content)
        archive.writestr("../escaped.plan", b"no")
    return {
        "id": number, "name": name, "expired": False, "created_at": f"2026-11-0{number}",
        "workflow_run": {"head_sha": "head"}, "content": packed.getvalue(), **others,
    }  # fmt: skip


def test_the_newest_plans_of_the_merged_branch_are_fetched(
    github: GitHub, state: Loopback, tmp_path: Path
) -> None:
    state.pulls = [MERGED]
    state.artifacts = [
        artifact(1, "plans-dev-orders", b"old"),
        artifact(2, "plans-dev-orders", b"new"),
        artifact(3, "plans-dev-orders", b"another's", workflow_run={"head_sha": "other"}),
        artifact(4, "plans-dev-orders", b"gone", expired=True),
    ]
    folder = tmp_path / "plans"

    assert fetch(github, "merge", "dev", ["orders", "catalog"], folder) == ["orders"]

    assert (folder / "dev/services-orders.plan").read_bytes() == b"new"
    assert [each.name for each in tmp_path.rglob("*.plan")] == ["services-orders.plan"]


def test_a_commit_that_no_pull_request_brought_has_none(
    github: GitHub, state: Loopback, tmp_path: Path
) -> None:
    state.pulls = [{**MERGED, "merged_at": None}]
    state.artifacts = [artifact(1, "plans-dev-orders", b"plan")]

    assert fetch(github, "merge", "dev", ["orders"], tmp_path) == []
