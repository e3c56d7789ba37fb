"""Commands that documents name, in their order, and which of them a page says are not run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.harness.tree import ROOT

FENCE = re.compile(r"^ *```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
LINE = re.compile(
    r"""(?P<text>(?:[^"'#]|"(?:\\.|[^"])*"|'[^']*'|(?<!\s)#)*?)"""
    r"""(?:(?:\s|^)#\s*(?P<refusal>4\d\d\b)?.*)?"""
)
MARK = re.compile(r"^ *<!-- not run: `(?P<pattern>[^\n]+?)`: (?P<reason>[^`]+?) -->$", re.MULTILINE)
PAGES = ("*.md", "docs/**/*.md", "services/*/*.md", "embedded_aws/*.md", "tools/**/*.md")


@dataclass(frozen=True)
class Mark:
    """A page's comment that no reader sees: which of its commands are not run, and why."""

    pattern: str
    reason: str


@dataclass(frozen=True)
class Command:
    """A command of a document, over as many lines as it has."""

    text: str
    refusal: str | None = None
    """The status with which its request is refused, where the comment behind it says one."""
    reason: str | None = None
    """Why it is not run; None where it is."""


def documents() -> list[Path]:
    """README first, then the tutorial: they begin with nothing; the others by name."""
    paths = [
        path.relative_to(ROOT)
        for pattern in PAGES
        for path in ROOT.glob(pattern)
        if "adr" not in path.parts
    ]
    return sorted(paths, key=lambda path: (path.name not in {"README.md", "tutorial.md"}, path))


def marks(text: str) -> list[Mark]:
    """The page's marks, in their order."""
    return [Mark(each["pattern"], " ".join(each["reason"].split())) for each in MARK.finditer(text)]


def commands(text: str) -> list[Command]:
    """The commands in the page's blocks of shell; the first mark that fits one counts."""
    known = marks(text)
    return [
        Command(words, refusal, _reason(words, known))
        for block in FENCE.findall(text)
        for words, refusal in _commands(block)
    ]


def _reason(words: str, known: list[Mark]) -> str | None:
    return next((mark.reason for mark in known if re.search(mark.pattern, words)), None)


def _commands(block: str) -> Iterator[tuple[str, str | None]]:
    for line in block.replace("\\\n", " ").splitlines():
        match = LINE.fullmatch(line)
        text = (match["text"] if match else line).strip()
        if text:
            yield text, match["refusal"] if match else None
