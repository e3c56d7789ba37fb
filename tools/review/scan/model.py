"""What a scan finds, and what excuses it."""

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
    """What must not be, and what to do."""

    where: str
    check: str
    message: str
