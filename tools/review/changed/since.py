"""The files that a branch changes, since it left its base."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.command import CommandError

BASES = ("origin/main", "main")


def changed_files(base: str | None, root: Path) -> Iterator[Path]:
    """Files that differ from the commit where the branch left the base, and untracked files."""
    _, begin = began_from(base)
    for words in (
        ("diff", "--name-only", "--no-renames", begin),
        ("ls-files", "--others", "--exclude-standard"),
    ):
        yield from (root / name for name in lines(*words))


def began_from(base: str | None) -> tuple[str, str]:
    """The base's name, and the commit where the branch left it; CommandError without either."""
    name = _base(base)
    return name, lines("merge-base", name, "HEAD")[0]


def _base(named: str | None) -> str:
    for name in [named] if named else BASES:
        known = ["git", "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"]
        if subprocess.run(known, capture_output=True, check=False).returncode == 0:
            return str(name)
    raise CommandError(f"there is no commit {named or BASES[0]} here; name another: BASE=…")


def lines(*words: str) -> list[str]:
    """The lines that git answers; CommandError when it fails."""
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"git {' '.join(words)} failed: {done.stderr.strip()}")
    return done.stdout.splitlines()
