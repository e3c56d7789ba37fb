"""DynamoDB takes many calls at once; moto does not, for a failed transaction puts a table back."""

import threading
from collections.abc import Callable
from typing import Any


class OneAtATime:
    """A client whose calls wait for each other, one by one, in whatever order they come."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._turn = threading.Lock()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        operation: Callable[..., Any] = getattr(self._client, name)

        def call(**request: Any) -> Any:
            with self._turn:
                return operation(**request)

        return call
