"""Versions of resources, and the versions that a caller means to change; without HTTP."""

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
    """Any version: the caller requires that the resource exists."""

    def __contains__(self, version: object) -> bool:
        return True


WHICHEVER = Whichever()


type Versions = Container[int] | None
"""Versions that a caller expects to be there; None where they did not say."""


class Expectation[Version](NamedTuple):
    """The versions that a change is meant for (None if unsaid), and those that it excludes.

    A caller may know several: while a retry is in progress, either of two can be current.
    """

    expected: Container[Version] | None = None
    unwanted: Container[Version] = ()

    def check(self, current: Version | None) -> None:
        """Pass if the current version may change; None is the version of a missing resource.

        PreconditionFailedError when it is not an expected one, PreconditionRequiredError when
        the resource exists and the caller did not name a version.
        """
        if self.expected is not None and (current is None or current not in self.expected):
            raise PreconditionFailedError
        if current is None:
            return
        if current in self.unwanted:
            raise PreconditionFailedError
        if self.expected is None:
            raise PreconditionRequiredError
