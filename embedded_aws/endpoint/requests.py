"""The last requests, each with its caller and its time: `GET /_local/requests`, for a trace."""

import re
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from embedded_aws.endpoint import failures

PATH = "/_local/requests"
LIMIT = 20_000
# What Terraform's provider adds to its user agent, when TF_APPEND_USER_AGENT tells it to.
_CALLER = re.compile(r"\bcaller/(\S+)")


class Requests:
    """Remembers when each request came and how long its answer took."""

    def __init__(self) -> None:
        self._answered: deque[tuple[float, float, str, str]] = deque(maxlen=LIMIT)

    @contextmanager
    def timed(self, environ: Mapping[str, Any]) -> Iterator[None]:
        """Time the block, which answers this request."""
        began, clock = time.time(), time.perf_counter()
        try:
            yield
        finally:
            seconds = time.perf_counter() - clock
            caller = _CALLER.search(environ.get("HTTP_USER_AGENT", ""))
            operation = failures.operation_of(environ)
            self._answered.append((began, seconds, caller[1] if caller else "", operation))

    def answered(self) -> list[tuple[float, float, str, str]]:
        """Oldest first: the Unix time, the seconds, the caller and the operation."""
        return list(self._answered)
