"""Findings of a scan, and the comments that excuse them."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """A check that failed for a resource of a plan."""

    root: str
    address: str
    check: str
    name: str


@dataclass(frozen=True)
class Skip:
    """A comment `#checkov:skip=<check>:<reason>` inside a resource's block."""

    file: Path
    line: int
    check: str
    reason: str


@dataclass(frozen=True)
class Fault:
    """A finding or a comment that has to be changed, and how."""

    where: str
    check: str
    message: str
