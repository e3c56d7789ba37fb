"""The authorizer's ports."""

from collections.abc import Iterable
from typing import Protocol

from services.authorizer.model import Consumer


class Consumers(Protocol):
    """The consumers of this environment."""

    def get(self, client_id: str) -> Consumer | None:
        """The consumer with this app client; None without one."""


class Groups(Protocol):
    """The scopes of people's groups, from the live contracts of all services."""

    def scopes(self, groups: Iterable[str]) -> frozenset[str]:
        """All scopes of the groups; an unknown group has none."""
