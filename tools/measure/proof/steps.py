"""The steps of a proof as data: each is a command whose last line is one JSON object."""

import json
import os
import shlex
import subprocess
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.command import CommandError

STEPS = Path(__file__).with_name("steps.toml")
OWN = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ONLY", "MINUTES", "SHORT"}
"""Variables of `make proof`, which its steps would take for theirs."""


@dataclass(frozen=True)
class Table:
    """A table of a step's result in a document."""

    name: str
    document: Path
    columns: tuple[str, ...]
    rows: str | None = None
    total: str | None = None
    """The name of a last line with the sums of all counts."""


@dataclass(frozen=True)
class Step:
    """A command, and the tables that are made of what it prints at last."""

    name: str
    command: str
    short: str | None
    tables: tuple[Table, ...]
    minutes: int = 0
    """Given to a command that has a place for it, unless others are given."""

    def words(self, *, short: bool, minutes: int | None) -> str | None:
        """The command, or its short form if there is one."""
        text = self.short if short else self.command
        return text and text.replace("{minutes}", str(minutes or self.minutes))


@dataclass(frozen=True)
class Done:
    """A step that was run."""

    step: Step
    command: str
    result: Any
    status: int
    seconds: float
    commit: str
    """The commit at which it began."""


def steps(path: Path = STEPS) -> list[Step]:
    """All steps, in the order of the file."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Step(
            name=each["name"],
            command=each["command"],
            short=each.get("short"),
            tables=_tables(each),
            minutes=each.get("minutes", 0),
        )
        for each in content["step"]
    ]


def _tables(step: dict[str, Any]) -> tuple[Table, ...]:
    return tuple(
        Table(
            name=each.get("name", step["name"]),
            document=Path(each["document"]),
            columns=tuple(each["columns"]),
            rows=each.get("rows"),
            total=each.get("total"),
        )
        for each in step.get("table", [])
    )


def chosen(known: Sequence[Step], names: str | None) -> list[Step]:
    """The named steps, with commas between; all without names."""
    if not names:
        return list(known)
    by_name = {each.name: each for each in known}
    words = names.split(",")
    if unknown := [each for each in words if each not in by_name]:
        raise CommandError(f"no step is called {', '.join(unknown)}; known: {', '.join(by_name)}")
    return [by_name[each] for each in words]


def done(step: Step, command: str) -> Done:
    """Run the command, whose progress is shown; CommandError when it ends without its JSON."""
    began, at = time.monotonic(), commit()
    own = {name: text for name, text in os.environ.items() if name not in OWN}
    ended = subprocess.run(
        shlex.split(command),
        check=False,
        env=own,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    print(ended.stdout, flush=True)
    lines = [each for each in ended.stdout.splitlines() if each.startswith("{")]
    if not lines:
        raise CommandError(f"`{command}` ended with {ended.returncode} and printed no JSON object")
    return Done(
        step, command, json.loads(lines[-1]), ended.returncode, time.monotonic() - began, at
    )


def commit() -> str:
    """The commit that was measured; a tree that differs from it says so."""
    head = _git("rev-parse", "--short=8", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs")
    return f"{head} with changes" if changed else head


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], check=False, capture_output=True, text=True)
    return done.stdout.strip() or ("" if done.returncode == 0 else "no commit")
