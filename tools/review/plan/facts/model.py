"""A plan, its changed objects, and a danger in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any

type Values = Mapping[str, Any]

DATA = "data"
ELSEWHERE = " in "
"""Stands between a root and its region, where that is not the primary one."""


def root_of(label: str) -> str:
    """The root, whatever the region."""
    return label.partition(ELSEWHERE)[0]


class Kind(StrEnum):
    """The families of dangers, as the report names them."""

    DATA_LOSS = "data loss"
    INDEX = "index rebuild"
    PROTECTION = "protection or recovery off"
    PERMISSIONS = "wider permissions"
    ACCESS = "opened access"
    CALLER = "function called from outside"
    WATCHING = "muted alarm or log"
    LIMITS = "weaker throttle or quota"
    AUTHORIZATION = "weaker authorization"
    FIREWALL = "weaker firewall"
    RETENTION = "lowered retention"
    ENCRYPTION = "weaker encryption"
    PLAIN = "secret or personal data in plain text"
    RELEASES = "unguarded release"
    VERSION = "changed provider or module"
    UNKNOWN = "unknown until apply"
    DRIFT = "changed outside Terraform"


class Weight(IntEnum):
    """How much a danger asks for: a second person, or a look."""

    LOOK = 1
    STOP = 2


@dataclass(frozen=True)
class Danger:
    """A reason to look closer, and what to do."""

    kind: Kind
    address: str
    reason: str
    advice: str
    weight: Weight = Weight.LOOK


@dataclass(frozen=True)
class Change:
    """One object before and after, as `terraform show -json` tells it; None where it is not."""

    address: str
    type: str
    actions: tuple[str, ...]
    before: Values | None
    after: Values | None
    unknown: Any = field(default_factory=dict)
    mode: str = "managed"
    provider: str = ""
    previous_address: str | None = None
    replace_paths: tuple[tuple[Any, ...], ...] = ()
    sensitive_before: Any = field(default_factory=dict)
    sensitive_after: Any = field(default_factory=dict)
    deposed: bool = False

    @property
    def verb(self) -> str:
        """One word for its actions."""
        if "create" in self.actions and "delete" in self.actions:
            return "replace"
        return self.actions[0] if self.actions else "no-op"

    @property
    def is_there_after(self) -> bool:
        """Whether it exists after the apply."""
        return self.after is not None

    def sides(self) -> tuple[Values, Values]:
        """Both sides, an empty one where it is not."""
        return self.before or {}, self.after or {}


@dataclass(frozen=True)
class Plan:
    """The plan of one root."""

    root: str
    changes: tuple[Change, ...]
    drift: tuple[Change, ...] = ()
    data: tuple[Change, ...] = ()
    configuration: Values = field(default_factory=dict)
    providers_before: frozenset[str] = frozenset()
    objects: tuple[Change, ...] = ()
    """Every managed object, unchanged ones too."""
    accounts: frozenset[str] = frozenset()
    """The accounts that it is for."""
    outputs: tuple[Change, ...] = ()
    """Outputs that change, each with its `value`."""
    folder: Path | None = None
    """The folder of the sources that it was made of; None when they are not here."""

    def altered(self, *types: str) -> Iterator[Change]:
        """Objects that are there before and after, with different settings."""
        for each in self.changes:
            if each.before is not None and each.after is not None and _is(each, types):
                yield each

    def gone(self, *types: str) -> Iterator[Change]:
        """Objects that are there no more."""
        for each in self.changes:
            if each.before is not None and each.after is None and _is(each, types):
                yield each

    def new(self, *types: str) -> Iterator[Change]:
        """Objects that were not there."""
        for each in self.changes:
            if each.before is None and each.after is not None and _is(each, types):
                yield each

    def coming(self, *types: str) -> Iterator[Change]:
        """Objects that are there afterwards and that the plan makes or alters."""
        for each in self.changes:
            if each.after is not None and _is(each, types):
                yield each


def _is(change: Change, types: tuple[str, ...]) -> bool:
    return not types or change.type in types
