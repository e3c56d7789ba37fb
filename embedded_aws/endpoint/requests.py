"""The last requests, each with caller and time: `GET /_local/requests`, for a trace."""

import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from embedded_aws.endpoint import failures

PATH = "/_local/requests"
LIMIT = 20_000
# What Terraform's provider adds to its user agent, when TF_APPEND_USER_AGENT tells it to.
_CALLER = re.compile(r"\bcaller/(\S+)")


type Watch = Callable[[Mapping[str, Any], float, float, str], None]
"""Told of each request: its environ, Unix time, seconds and operation."""


class Requests:
    """Records the time and duration of each request."""

    def __init__(self, watch: Watch | None = None) -> None:
        self._watch = watch
        self._answered: deque[tuple[float, float, str, str]] = deque(maxlen=LIMIT)

    @contextmanager
    def timed(self, environ: Mapping[str, Any]) -> Iterator[None]:
        """Record the block as the answering of this request."""
        began, clock = time.time(), time.perf_counter()
        try:
            yield
        finally:
            seconds = time.perf_counter() - clock
            caller = _CALLER.search(environ.get("HTTP_USER_AGENT", ""))
            operation = failures.operation_of(environ)
            self._answered.append((began, seconds, caller[1] if caller else "", operation))
            if self._watch:
                self._watch(environ, began, seconds, operation)

    def answered(self) -> list[tuple[float, float, str, str]]:
        """Oldest first: Unix time, seconds, caller and operation."""
        return list(self._answered)
