"""DynamoDB takes many calls at once; moto does not, for a failed transaction puts a table back."""

import threading
import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

type Key = tuple[str, str]


class OneAtATime:
    """A client that threads can share: its calls wait for each other.

    Of transactions that come to one item at the same time one is let through and the others are
    refused, as DynamoDB does.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._turn, self._entry = threading.Lock(), threading.Lock()
        self._under_way: set[Key] = set()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        operation: Callable[..., Any] = getattr(self._client, name)

        def call(**request: Any) -> Any:
            with self._turn:
                answer = operation(**request)
            time.sleep(0)  # whoever waits for the lock gets it now
            return answer

        return call

    def transact_write_items(self, **request: Any) -> Any:
        """Both or neither, and nobody else at these items meanwhile."""
        keys = {_key(part) for part in request["TransactItems"]}
        with self._entry:
            if keys & self._under_way:
                raise _conflict()
            self._under_way |= keys
        try:
            time.sleep(0.001)  # so long others may come and be refused
            with self._turn:
                return self._client.transact_write_items(**request)
        finally:
            with self._entry:
                self._under_way -= keys


def _key(part: dict[str, Any]) -> Key:
    [written] = part.values()
    key = written.get("Key") or written["Item"]
    return key["pk"]["S"], key["sk"]["S"]


def _conflict() -> ClientError:
    answer: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": "Transaction cancelled"},
        "CancellationReasons": [{"Code": "TransactionConflict"}],
    }
    return ClientError(answer, "TransactWriteItems")
