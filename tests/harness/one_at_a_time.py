"""A thread-safe client of moto's DynamoDB, in which a failed transaction resets the table."""

import threading
import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

type Key = tuple[str, str]


class OneAtATime:
    """A client for several threads: calls run one after the other.

    Of transactions on one item at the same time, one passes and the others are cancelled, as in
    DynamoDB.
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
        """All writes or none, isolated from other calls to these items."""
        keys = {_key(part) for part in request["TransactItems"]}
        with self._entry:
            if keys & self._under_way:
                raise conflict()
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


def conflict() -> ClientError:
    """The error of a transaction that meets another one at its items."""
    answer: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": "Transaction cancelled"},
        "CancellationReasons": [{"Code": "TransactionConflict"}],
    }
    return ClientError(answer, "TransactWriteItems")
