"""A fault's surroundings, and how long load goes on under it."""

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from tools.measure.faults.client import Client
from tools.measure.stack import Stack

AUTHORIZER = "authorizer"
LASTING_SECONDS = 8.0
"""A state lasts at least so long: prices and policies that were kept before it end meanwhile."""

GoingOn = Callable[[], bool]
"""Whether the fault is not over yet, whatever the number of operations."""


@dataclass(frozen=True)
class Scene:
    """A fault's surroundings: the stack, the clients, the service under load, and all others."""

    stack: Stack
    client: Client
    service: str
    others: tuple[str, ...]
    seed: int
    injected: list[str] = field(default_factory=list)
    """One entry for each time that something was broken."""

    @property
    def services(self) -> tuple[str, ...]:
        """The services that consumers call."""
        return (self.service, *self.others)

    @property
    def chance(self) -> random.Random:
        """Chances from the seed alone."""
        return random.Random(self.seed)  # noqa: S311 - repeatable

    def broken(self, what: str) -> GoingOn:
        """Note that something is broken from now on; it is for some seconds at least."""
        self.injected.append(what)
        return lasting()


def lasting() -> GoingOn:
    """It goes on for some seconds from now."""
    ends = time.monotonic() + LASTING_SECONDS
    return lambda: time.monotonic() < ends


Fault = Callable[[Scene], AbstractContextManager[GoingOn]]
