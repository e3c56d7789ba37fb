"""A client that tells a test which operations were called."""

from collections.abc import Callable
from typing import Any


class Recording:
    """A client that records the names of the operations called."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.called: set[str] = set()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        self.called.add(name)
        operation: Callable[..., Any] = getattr(self._client, name)
        return operation
