"""The versions of the contracts in git's history, each with its changes for consumers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.command import CommandError
from tools.review.contract_changes.base import CONTRACTS, LEVELS, State, at_commit, git
from tools.review.contract_changes.change import Change
from tools.review.contract_changes.comparison import all_changes
from tools.review.contract_changes.version import Version as Contract

NEWEST = 50
FIELDS = "%h%x00%ad%x00%s%x00%P"


@dataclass(frozen=True)
class Version:
    """A commit that changed the contracts or the service levels."""

    commit: str
    date: str
    title: str
    changes: tuple[Change, ...] = ()
    routes: int = 0
    first: bool = False

    @property
    def breaking(self) -> int:
        """The number of changes that break consumers."""
        return sum(each.breaking for each in self.changes)


def history(root: Path, newest: int = NEWEST) -> list[Version]:
    """The versions that a consumer can tell apart, the newest first; empty without git."""
    log = git(
        root, "log", f"-{newest}", "--no-merges", "--date=short", f"--format={FIELDS}", "--",
        f":(glob){CONTRACTS}", LEVELS,
    )  # fmt: skip
    return list(_versions(root, (log or "").splitlines()))


def _versions(root: Path, lines: list[str]) -> Iterator[Version]:
    for line in lines:
        commit, date, title, parents = line.split("\0")
        try:
            after = at_commit(commit, commit, root)
        except CommandError:  # it took the last contract away, or one was no JSON
            continue
        before = _before(parents, root)
        if before is None:
            routes = sum(
                len(Contract(each, after.levels).routes()) for each in after.contracts.values()
            )
            yield Version(commit, date, title, routes=routes, first=True)
            continue
        changes = [each for changes in all_changes(before, after).values() for each in changes]
        if changes:
            ordered = sorted(changes, key=lambda each: not each.breaking)
            yield Version(commit, date, title, tuple(ordered))


def _before(parents: str, root: Path) -> State | None:
    """The contracts of the first parent; None when there were none, or it was not fetched."""
    if not parents:
        return None
    parent = parents.split(maxsplit=1)[0]
    try:
        return at_commit(parent, parent, root)
    except CommandError:
        return None
