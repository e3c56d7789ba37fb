"""Versions of things, and which of them a caller means to change; no HTTP in here."""

from collections.abc import Container
from typing import Any, NamedTuple


class PreconditionRequiredError(Exception):
    """A change must say which version it changes (RFC 6585, section 3)."""

    def __init__(self) -> None:
        super().__init__(
            "Read it first and send its ETag as If-Match, so that nobody's change is lost."
        )


class PreconditionFailedError(Exception):
    """The version that the caller knows is not the current one."""

    def __init__(self) -> None:
        super().__init__(
            "It was changed meanwhile; read it again and repeat the change with the new ETag."
        )


class Whichever(Container[Any]):
    """All versions: the caller wants something to be there, and does not mind which."""

    def __contains__(self, version: object) -> bool:
        return True


WHICHEVER = Whichever()


type Versions = Container[int] | None
"""Versions that a caller expects to be there; None where they did not say."""


class Expectation[Version](NamedTuple):
    """Versions that a change is meant for, None where the caller did not say, and those it is not.

    A caller may know several: where a retry is under way, either of two can be the current one.
    """

    expected: Container[Version] | None = None
    unwanted: Container[Version] = ()

    def check(self, current: Version | None) -> None:
        """Let a change of the current version pass; None is the version of what is not there.

        PreconditionFailedError when it is not an expected one, PreconditionRequiredError when
        something is there and the caller did not say which version.
        """
        if self.expected is not None and (current is None or current not in self.expected):
            raise PreconditionFailedError
        if current is None:
            return
        if current in self.unwanted:
            raise PreconditionFailedError
        if self.expected is None:
            raise PreconditionRequiredError
