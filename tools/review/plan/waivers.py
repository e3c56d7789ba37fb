"""Waivers: dangers that somebody answers for, in a file of the repository, until a day.

An expired waiver counts as none. A malformed one is an error: nobody shall believe in it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.review.plan.facts.model import Danger, Kind, root_of

FILE = Path("terraform/waivers.toml")
FORM = "root, kind, address, owner, reason, expires"
LONGEST_DAYS = 366
SHORTEST_REASON = 15


@dataclass(frozen=True)
class Waiver:
    """A kind of danger of some addresses (a pattern) that its owner accepts until a day.

    One of a root is of that root in every region.
    """

    root: str
    kind: Kind
    address: str
    owner: str
    reason: str
    expires: date

    def covers(self, root: str, danger: Danger) -> bool:
        """Whether it is about this danger."""
        pattern = self.address.replace("[", "[[]")
        return (
            any(fnmatchcase(each, self.root) for each in (root, root_of(root)))
            and danger.kind == self.kind
            and fnmatchcase(danger.address, pattern)
        )


@dataclass(frozen=True)
class Waivers:
    """All waivers of the repository, on a day."""

    every: tuple[Waiver, ...]
    today: date

    def of(self, root: str, danger: Danger) -> Waiver | None:
        """The waiver that covers it and has not expired."""
        covering = [each for each in self.every if each.covers(root, danger)]
        return next((each for each in covering if each.expires >= self.today), None)

    def expired(self, root: str, danger: Danger) -> Waiver | None:
        """The waiver that would cover it, had it not expired."""
        covering = [each for each in self.every if each.covers(root, danger)]
        return next((each for each in covering if each.expires < self.today), None)


def read(path: Path, today: date) -> Waivers:
    """The waivers in the file, none without one; CommandError names the one that is malformed."""
    if not path.exists():
        return Waivers((), today)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} is not TOML: {error}") from error
    tables = content.get("waiver", [])
    if set(content) - {"waiver"} or not _are_tables(tables):
        raise CommandError(f"{path} may have [[waiver]] tables only, each with {FORM}")
    return Waivers(tuple(_waiver(path, n, each, today) for n, each in enumerate(tables, 1)), today)


def _are_tables(tables: Any) -> bool:
    return isinstance(tables, list) and all(isinstance(each, Mapping) for each in tables)


def _waiver(path: Path, number: int, each: Mapping[str, Any], today: date) -> Waiver:
    names = FORM.split(", ")
    faults = [f"has no {name}" for name in names if name not in each]
    faults += [f"has {name}, which no waiver has" for name in each if name not in names]
    texts = [name for name in names[:5] if name in each]
    faults += [f"has an empty {name}, or no text" for name in texts if not _is_text(each[name])]
    if not faults:
        faults = list(_faults(each, today))
    if faults:
        raise CommandError(f"{path}: waiver {number} {faults[0]}; each has {FORM}")
    return Waiver(**{**each, "kind": Kind(each["kind"])})


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _faults(each: Mapping[str, Any], today: date) -> Iterable[str]:
    if each["kind"] not in set(Kind):
        yield f"has the kind {each['kind']!r}; kinds are {', '.join(Kind)}"
    if type(each["expires"]) is not date:
        yield "expires on no day; write a date without quotes: expires = 2026-12-31"
    elif (each["expires"] - today).days > LONGEST_DAYS:
        yield "expires in more than a year; let somebody look again sooner"
    if len(each["reason"].strip()) < SHORTEST_REASON:
        yield f"has a reason of fewer than {SHORTEST_REASON} letters; say why the danger is none"
