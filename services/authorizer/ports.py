"""What the authorizer needs from outside."""

from typing import Protocol

from services.authorizer.model import Consumer


class Consumers(Protocol):
    """The consumers of this environment."""

    def get(self, client_id: str) -> Consumer | None:
        """The consumer with this app client; None when there is none."""
