"""The kinds of callers."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.review.access_matrix.tokens import token


@dataclass(frozen=True)
class Services:
    """The service that a route belongs to, and all the others."""

    called: str
    others: tuple[str, ...]

    def scopes(self, *accesses: str) -> list[str]:
        """The scopes of the service that is called."""
        return [f"{self.called}/{access}" for access in accesses]


@dataclass(frozen=True)
class Kind:
    """A column of the table."""

    name: str
    has: str
    why: str
    authorization: Callable[[Services], str | None]


def good(services: Services) -> list[str]:
    """The scopes to read and write one's own resources."""
    return services.scopes("read", "write")


def bearer(make: Callable[[Services], str]) -> Callable[[Services], str]:
    """The Authorization header with a token."""
    return lambda services: f"Bearer {make(services)}"


def everything(client: str, services: Services) -> str:
    """One token for all services, whose policies the gateway keeps."""
    every = (services.called, *services.others)
    return token(client, *(f"{each}/{access}" for each in every for access in ("read", "write")))
