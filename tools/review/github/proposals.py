"""A pull request with the files that a command has changed, made through the API.

Nothing is pushed, so the job needs no credentials of git.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.command import CommandError
from tools.review.github.api import GONE, GitHub, RefusedError

MODE = "100644"


def changed_files() -> list[str]:
    """The files that differ from the commit, by their names."""
    done = subprocess.run(
        ["git", "diff", "--name-only", "--diff-filter=AM", "HEAD"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandError(f"git diff failed: {done.stderr.strip()}")
    return done.stdout.splitlines()


def propose(github: GitHub, files: Sequence[str], branch: str, onto: str, title: str) -> str:
    """Make or update the one pull request of the branch; its address."""
    commit = _commit(github, files, onto, title)
    _point(github, branch, commit)
    owner = github.repository.partition("/")[0]
    there = github.get("/pulls", state="open", head=f"{owner}:{branch}", base=onto)
    if there:
        return str(there[0]["html_url"])
    body = "Made by the workflow `update`: releases that have been out for a while, locked anew."
    request = {"title": title, "head": branch, "base": onto, "body": body}
    return str(github.post("/pulls", request)["html_url"])


def _commit(github: GitHub, files: Sequence[str], onto: str, title: str) -> str:
    """A commit of the files on the tip of a branch."""
    tip = github.get(f"/git/ref/heads/{onto}")["object"]["sha"]
    base = github.get(f"/git/commits/{tip}")["tree"]["sha"]
    entries = [
        {"path": name, "mode": MODE, "type": "blob", "content": Path(name).read_text("utf-8")}
        for name in files
    ]
    tree = github.post("/git/trees", {"base_tree": base, "tree": entries})["sha"]
    commit = {"message": title, "tree": tree, "parents": [tip]}
    return str(github.post("/git/commits", commit)["sha"])


def _point(github: GitHub, branch: str, commit: str) -> None:
    """Let the branch be this commit, made or moved."""
    try:
        github.get(f"/git/ref/heads/{branch}")
    except RefusedError as error:
        if error.status != GONE:
            raise
        github.post("/git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})
        return
    github.patch(f"/git/refs/heads/{branch}", {"sha": commit, "force": True})
