"""A question: one SELECT in Trino's dialect, and a header that says what it is for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.command import CommandError

FOLDER = Path("analytics/questions")
NEEDED = ("title", "answers", "read", "acts", "section")
KNOWN = (*NEEDED, "threshold", "finding", "finding-when", "needs", "chart", "logs-insights")
SECTIONS = (
    "Security",
    "Consumers",
    "Database",
    "Errors and latency",
    "Locations",
    "Contract and cost",
)
_ENTRY = re.compile(r"-- ([a-z-]+): (.+)")
_MORE = re.compile(r"--   (\S.*)")


@dataclass(frozen=True)
class Question:
    """A question and its header."""

    name: str
    sql: str
    header: Mapping[str, str]

    @property
    def title(self) -> str:
        """The question in a few words."""
        return self.header["title"]

    @property
    def finding(self) -> str:
        """The sentence about a row that is a finding; empty where no row is one."""
        return self.header.get("finding", "")


def questions(folder: Path = FOLDER) -> dict[str, Question]:
    """All questions by name; CommandError for a header that cannot be read."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.sql"))}


def named(name: str, folder: Path = FOLDER) -> Question:
    """The question; CommandError with the known ones."""
    known = questions(folder)
    if name not in known:
        raise CommandError(f"there is no question {name}; there are {', '.join(known)}")
    return known[name]


def _read(path: Path) -> Question:
    lines = path.read_text(encoding="utf-8").splitlines()
    header: dict[str, str] = {}
    last = ""
    count = 0
    for line in lines:
        entry, more = _ENTRY.fullmatch(line), _MORE.fullmatch(line)
        if entry:
            last = entry[1]
            header[last] = entry[2].strip()
        elif more and last:
            header[last] += f" {more[1].strip()}"
        else:
            break
        count += 1
    _check(path, header)
    return Question(path.stem, "\n".join(lines[count:]).strip(), header)


def _check(path: Path, header: Mapping[str, str]) -> None:
    missing = [name for name in NEEDED if name not in header]
    unknown = sorted(set(header) - set(KNOWN))
    if missing:
        raise CommandError(f"{path} needs a line `-- {missing[0]}: …` in its header")
    if unknown:
        raise CommandError(f"{path}: its header has {unknown[0]}; known are {', '.join(KNOWN)}")
    if header["section"] not in SECTIONS:
        raise CommandError(
            f"{path}: there is no section {header['section']}; there are {', '.join(SECTIONS)}"
        )
