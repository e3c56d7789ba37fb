"""A proxy between functions and their tables, which fails as DynamoDB and networks do."""

import http.client
import json
import random
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

THROTTLED = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
BROKEN = "com.amazonaws.dynamodb.v20120810#InternalServerError"
SLOW_SECONDS = (0.2, 2.5)


class Mode(StrEnum):
    """The fault of a share of all requests."""

    PASS = "pass"  # noqa: S105 - a mode, not a password
    THROTTLE = "throttle"
    FAIL = "fail"
    SLOW = "slow"
    DROP_REQUEST = "drop request"
    DROP_ANSWER = "drop answer"
    """The worst: the table has changed, and nobody is told."""


class Proxy(ThreadingHTTPServer):
    """Passes requests on, and fails a share of them in its present mode."""

    daemon_threads = True

    def __init__(
        self, target: tuple[str, int], seed: int, slow_seconds: tuple[float, float]
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Exchange)
        self.target, self._slow_seconds = target, slow_seconds
        self.mode, self.share = Mode.PASS, 0.0
        self.failed = 0
        self._random, self._lock = random.Random(seed), threading.Lock()  # noqa: S311 - repeatable

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of functions that are gone before their answer: that is a fault too."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """The address for functions."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def draw(self) -> tuple[Mode, float]:
        """The mode of the next request, and the seconds that a slow one waits."""
        with self._lock:
            fails, seconds = (
                self._random.random() < self.share,
                self._random.uniform(*self._slow_seconds),
            )
            self.failed += fails
        return (self.mode if fails else Mode.PASS), seconds

    @contextmanager
    def failing(self, mode: Mode, share: float) -> Iterator[None]:
        """Fail this share of requests while the block runs."""
        self.mode, self.share = mode, share
        try:
            yield
        finally:
            self.mode, self.share = Mode.PASS, 0.0


@contextmanager
def running_proxy(
    target: tuple[str, int], seed: int, slow_seconds: tuple[float, float] = SLOW_SECONDS
) -> Iterator[Proxy]:
    """A proxy that runs beside the block."""
    proxy = Proxy(target, seed, slow_seconds)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Proxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        mode, seconds = self.server.draw()
        if mode is Mode.THROTTLE:
            return self._refuse(400, THROTTLED)
        if mode is Mode.FAIL:
            return self._refuse(500, BROKEN)
        if mode is Mode.DROP_REQUEST:
            return self._hang_up()
        if mode is Mode.SLOW:
            time.sleep(seconds)
        status, headers, content = self._forwarded(body)
        if mode is Mode.DROP_ANSWER:
            return self._hang_up()
        return self._answer(status, headers, content)

    def _forwarded(self, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        connection = http.client.HTTPConnection(*self.server.target, timeout=30)
        try:
            connection.request("POST", self.path, body, dict(self.headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def _refuse(self, status: int, kind: str) -> None:
        content = json.dumps({"__type": kind, "message": "made by the campaign"}).encode()
        self._answer(status, {"Content-Type": "application/x-amz-json-1.0"}, content)

    def _answer(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"connection", "content-length", "transfer-encoding", "date"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited
        """Say nothing: the report counts."""
