"""A client that retries as AWS's SDKs do: the same request with the same idempotency key."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self

import httpx

from tools.measure.stack import Stack

ATTEMPTS = 4
MOST_WAIT_SECONDS = 2.0
TRY_AGAIN = {429, 500, 502, 503, 504}
TIMEOUT_SECONDS = 31
"""The gateway gives up after 29."""


@dataclass(frozen=True)
class Outcome:
    """The last answer to a request; without a status nobody answered."""

    status: int | None
    body: Any
    seconds: float
    maybe: bool
    """Whether any attempt may have changed something without saying so."""

    @property
    def acknowledged(self) -> bool:
        """Whether the request has done its work."""
        return self.status is not None and HTTPStatus(self.status).is_success


class Client:
    """Requests of all consumers, each with its own token."""

    def __init__(self, stack: Stack, seed: int) -> None:
        self._stack = stack
        self.seed = seed
        self._http = httpx.Client(
            base_url=stack.outputs["api_url"],
            timeout=TIMEOUT_SECONDS,
            limits=httpx.Limits(max_connections=64),
        )
        self._tokens: dict[str, str] = {}
        self._source: Callable[[str], str] | None = None
        self._lock = threading.Lock()
        self._random = random.Random(seed)  # noqa: S311 - waits, which are to be repeatable

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        self._http.close()

    def forget_tokens(self) -> None:
        """Ask for new tokens from now on, which nothing has seen."""
        with self._lock:
            self._tokens.clear()

    def ask(
        self, consumer: str, request: tuple[str, str], body: Any = None, key: str | None = None
    ) -> Outcome:
        """The outcome of one request, tried again as long as it makes sense."""
        began, maybe = time.monotonic(), False
        status, content = None, None
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(self._wait(attempt))
            try:
                answer = self.once(consumer, request, body, key)
            except httpx.HTTPError:
                status, maybe = None, True
                continue
            status, content = answer.status_code, _json(answer)
            maybe |= HTTPStatus(status).is_server_error
            if status not in TRY_AGAIN:
                break
        return Outcome(status, content, time.monotonic() - began, maybe)

    def once(
        self,
        consumer: str,
        request: tuple[str, str],
        body: Any = None,
        key: str | None = None,
    ) -> httpx.Response:
        """The answer to one attempt."""
        headers = {"Authorization": f"Bearer {self.token(consumer)}"}
        if key:
            headers["Idempotency-Key"] = key
        return self._http.request(*request, json=body, headers=headers)

    @contextmanager
    def tokens_from(self, source: Callable[[str], str]) -> Iterator[None]:
        """Take a new token from this source for each request, while the block runs."""
        self._source = source
        try:
            yield
        finally:
            self._source = None

    def token(self, consumer: str) -> str:
        """The consumer's token."""
        if source := self._source:
            return source(consumer)
        with self._lock:
            if consumer not in self._tokens:
                self._tokens[consumer] = self._stack.token(consumer)
            return self._tokens[consumer]

    def _wait(self, attempt: int) -> float:
        with self._lock:
            return min(MOST_WAIT_SECONDS, self._random.uniform(0, 0.1 * 4**attempt))


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None
