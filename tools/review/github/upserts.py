"""One comment of a pull request, and one issue: made, updated, closed, and never a second one."""

from collections.abc import Mapping
from typing import Any

from tools.review.github.api import GitHub

DRIFT = "drift"


def comment(github: GitHub, pull_request: int, mark: str, body: str) -> str:
    """Make or update the one comment with this mark; two that ran at once leave one behind."""
    path = f"/issues/{pull_request}/comments"
    marked = [each for each in github.every(path) if _has(each, mark)]
    if not marked:
        created: Mapping[str, Any] = github.post(path, {"body": body})
        return str(created["html_url"])
    first, *others = marked
    for each in others:
        github.delete(f"/issues/comments/{each['id']}")
    return str(github.patch(f"/issues/comments/{first['id']}", {"body": body})["html_url"])


def issue(github: GitHub, label: str, title: str, body: str) -> str:
    """Open or update the one open issue with this label and title."""
    every = _open(github, label, title)
    if not every:
        labelled = {"title": title, "body": body, "labels": [label]}
        return str(github.post("/issues", labelled)["html_url"])
    first, *others = every
    for each in others:
        _close(github, each["number"], f"#{first['number']} is about it, too.")
    return str(github.patch(f"/issues/{first['number']}", {"body": body})["html_url"])


def close(github: GitHub, label: str, title: str, why: str) -> int:
    """Close every open issue with this label and title; returns how many there were."""
    every = _open(github, label, title)
    for each in every:
        _close(github, each["number"], why)
    return len(every)


def _has(each: Mapping[str, Any], mark: str) -> bool:
    return str(each.get("body") or "").startswith(mark)


def _open(github: GitHub, label: str, title: str) -> list[Mapping[str, Any]]:
    every = github.every("/issues", state="open", labels=label, direction="asc")
    return [each for each in every if each["title"] == title and "pull_request" not in each]


def _close(github: GitHub, number: int, why: str) -> None:
    github.post(f"/issues/{number}/comments", {"body": why})
    github.patch(f"/issues/{number}", {"state": "closed", "state_reason": "completed"})
