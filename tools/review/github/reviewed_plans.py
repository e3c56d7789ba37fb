"""The saved plans of the pull request that was merged as a commit: artifacts of its run."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.review.github.api import GitHub

ARTIFACT = "plans-{environment}-{root}"
"""Named so by the workflow `plan`."""
MEMBER = re.compile(r"[\w-]+/[\w-]+\.plan")


def fetch(
    github: GitHub, commit: str, environment: str, roots: Iterable[str], folder: Path
) -> list[str]:
    """Put them into the folder; returns the roots of which there was one."""
    heads = _merged_heads(github, commit)
    fetched = []
    for root in roots if heads else ():
        artifact = _newest(github, ARTIFACT.format(environment=environment, root=root), heads)
        if artifact:
            content = github.download(f"/actions/artifacts/{artifact['id']}/zip")
            fetched += [root for _ in _unpacked(content, folder)]
    return fetched


def _merged_heads(github: GitHub, commit: str) -> set[str]:
    """The last commits of the pull requests that the commit has merged."""
    pulls = github.every(f"/commits/{commit}/pulls")
    return {str(each["head"]["sha"]) for each in pulls if each.get("merged_at")}


def _newest(github: GitHub, name: str, heads: set[str]) -> Mapping[str, Any] | None:
    """The newest artifact of this name that a run for one of these commits has left."""
    listed = github.get("/actions/artifacts", name=name, per_page=100)["artifacts"]
    ours = [
        each
        for each in listed
        if not each["expired"] and (each.get("workflow_run") or {}).get("head_sha") in heads
    ]
    return max(ours, key=lambda each: str(each["created_at"]), default=None)


def _unpacked(content: bytes, folder: Path) -> Iterator[Path]:
    """Unpack the plans alone, wherever the archive says that they are to go."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in filter(MEMBER.fullmatch, archive.namelist()):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(name))
            yield path
