"""The two states of the contracts that are compared: a commit or folder, and the working tree."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.review.contract_changes.change import Json
from tools.review.contract_changes.version import Version

CONTRACTS = "services/*/openapi.json"
LEVELS = "shared/throttling.json"


@dataclass(frozen=True)
class State:
    """All contracts and the service levels at one time."""

    name: str
    contracts: dict[str, Json]
    levels: Json
    commit: str | None = None

    def version(self, service: str) -> Version:
        """The service's contract, empty if it has none, with the service levels."""
        return Version(self.contracts.get(service, {}), self.levels)


def base(name: str, root: Path) -> State:
    """The contracts where the branch left the commit, or those in the folder; else CommandError."""
    if not name:
        raise CommandError("BASE is empty; name a commit, a branch or a folder: BASE=origin/main")
    commit = git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if commit is None:
        return _folder(name)
    # Changes that others made since the branch left are not the branch's.
    fork = git(root, "merge-base", commit.strip(), "HEAD")
    if fork is None:
        raise CommandError(
            f"BASE={name} and this branch have no commit in common; fetch the whole history "
            "(git fetch --unshallow) or name another base"
        )
    return at_commit(name, fork.strip(), root)


def working_tree(root: Path) -> State:
    """The contracts in the folder, committed or not."""
    files = {path.parent.name: path for path in sorted(root.glob(CONTRACTS))}
    contracts = {name: _parsed(path.read_text("utf-8"), str(path)) for name, path in files.items()}
    levels = root / LEVELS
    service_levels = _parsed(levels.read_text("utf-8"), str(levels)) if levels.exists() else {}
    return State(str(root), contracts, service_levels)


def messages(state: State, root: Path) -> Iterator[str]:
    """The messages of the commits since then; empty without any."""
    if state.commit:
        log = git(root, "log", "-z", "--format=%B", f"{state.commit}..HEAD") or ""
        yield from filter(None, log.split("\0"))


def _folder(name: str) -> State:
    if not Path(name).is_dir():
        raise CommandError(
            f"BASE={name} is no commit, branch or tag here, and no folder; "
            "fetch it (git fetch origin main) or name another"
        )
    state = working_tree(Path(name))
    if not state.contracts:
        raise CommandError(f"BASE={name} has no {CONTRACTS}; name a checkout of this repository")
    return state


def at_commit(name: str, commit: str, root: Path) -> State:
    """The contracts of a commit; else CommandError."""
    listed = git(root, "ls-tree", "-r", "-z", "--name-only", commit) or ""
    paths = [path for path in listed.split("\0") if Path(path).full_match(CONTRACTS)]
    if not paths:
        raise CommandError(
            f"BASE={name} (commit {commit[:7]}) has no {CONTRACTS}; name a later one"
        )
    contracts = {Path(path).parts[1]: _held(root, commit, path) for path in paths}
    levels = _held(root, commit, LEVELS) if LEVELS in listed.split("\0") else {}
    return State(f"{name} ({commit[:7]})", contracts, levels, commit)


def _held(root: Path, commit: str, path: str) -> Json:
    return _parsed(git(root, "show", f"{commit}:./{path}") or "", f"{path} at {commit[:7]}")


def _parsed(text: str, place: str) -> Json:
    try:
        document: Any = json.loads(text)
    except ValueError as error:
        raise CommandError(f"{place} is not JSON: {error}; mend it or name another base") from error
    if not isinstance(document, dict):
        raise CommandError(f"{place} is not a JSON object; mend it or name another base")
    return document


def git(root: Path, *arguments: str) -> str | None:
    """The output of git; None when it fails."""
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else None
