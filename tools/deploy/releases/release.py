"""The record of one release of a service."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Release:
    """A version of a service that got traffic: all of it, or a share before a rollback."""

    service: str
    version: str
    contract_key: str | None
    code_sha256: str
    commit: str
    author: str
    time: str
    withdrawn: bool = False
    """Somebody went back to the release before."""
    rolled_back: bool = False
    """It never got all traffic: an alarm or a hook took it back."""
    dirty: bool = False
    """The working tree had changes that the commit has not."""

    @property
    def is_sound(self) -> bool:
        """Whether a rollback may go back to it."""
        return not self.withdrawn and not self.rolled_back

    @property
    def sentence(self) -> str:
        """The code that it was built from, its time and its author."""
        changes = " with uncommitted changes" if self.dirty else ""
        return f"commit {self.commit}{changes}, {self.time} by {self.author}"


class Recordable(Protocol):
    """A version that got traffic."""

    @property
    def service(self) -> str: ...  # noqa: D102

    @property
    def function_name(self) -> str: ...  # noqa: D102

    @property
    def version(self) -> str: ...  # noqa: D102

    @property
    def contract_key(self) -> str | None: ...  # noqa: D102
