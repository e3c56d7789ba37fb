"""Ports of the authorizer: everything that it needs from outside."""

from collections.abc import Iterable
from typing import Protocol

from services.authorizer.model import Consumer


class Consumers(Protocol):
    """The consumers of this environment."""

    def get(self, client_id: str) -> Consumer | None:
        """The consumer with this app client; None when there is none."""


class Groups(Protocol):
    """Scopes of the groups of people: each live contract says it of its own service."""

    def scopes(self, groups: Iterable[str]) -> frozenset[str]:
        """All scopes that the groups carry; an unknown group carries none."""
