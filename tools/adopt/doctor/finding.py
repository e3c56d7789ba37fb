"""Findings: each says in one line how it is, and a bad one how to mend it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from tools.command import CommandError


@dataclass(frozen=True)
class Finding:
    """A looked-at part: its name, its state, and the remedy where it is not well."""

    part: str
    state: str
    remedy: str = ""

    @property
    def is_good(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.remedy

    def line(self) -> str:
        """The finding as it is printed."""
        if self.is_good:
            return f"ok    {self.part}: {self.state}"
        return f"MEND  {self.part}: {self.state}; {self.remedy}"


type Look = Callable[[], Finding]


def judged(part: str, state: str, *, good: bool, remedy: str) -> Finding:
    """A finding whose remedy counts only where it is not good."""
    return Finding(part, state, "" if good else remedy)


def looked_at(looks: Iterable[tuple[str, Look]]) -> list[Finding]:
    """The findings; a look that fails is a finding too."""
    return [_finding(part, look) for part, look in looks]


def _finding(part: str, look: Look) -> Finding:
    try:
        return look()
    except (BotoCoreError, ClientError, CommandError, OSError) as error:
        return Finding(part, f"could not be looked at ({error})", "see the reason in brackets")
