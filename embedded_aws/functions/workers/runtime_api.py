"""The Lambda Runtime API for one worker (Lambda developer guide, "Lambda runtime API")."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import httptools

from embedded_aws.functions.model import PAYLOAD_LIMIT_BYTES

PREFIX = "/2018-06-01/runtime"


@dataclass(frozen=True)
class RuntimeEvent:
    """The event that `invocation/next` returns to the worker."""

    request_id: str
    payload: bytes
    deadline_ms: int
    function_arn: str
    trace_id: str
    client_context: str | None = None

    def head(self) -> bytes:
        """The response's status line and headers."""
        lines = [
            "HTTP/1.1 200 OK",
            "Content-Type: application/json",
            f"Content-Length: {len(self.payload)}",
            f"Lambda-Runtime-Aws-Request-Id: {self.request_id}",
            f"Lambda-Runtime-Deadline-Ms: {self.deadline_ms}",
            f"Lambda-Runtime-Invoked-Function-Arn: {self.function_arn}",
            f"Lambda-Runtime-Trace-Id: {self.trace_id}",
        ]
        if self.client_context:
            lines.append(f"Lambda-Runtime-Client-Context: {self.client_context}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(frozen=True)
class RuntimeAnswer:
    """The worker's response, or its error."""

    payload: bytes
    failed: bool


@dataclass
class RuntimeExchange:
    """The messages between one worker and its parent."""

    ready: asyncio.Event = field(default_factory=asyncio.Event)
    event: RuntimeEvent | None = None
    answer: asyncio.Future[RuntimeAnswer] | None = None
    init_error: bytes | None = None
    waiting: list[Callable[[RuntimeEvent], None]] = field(default_factory=list)
    """Connections that asked for the next event, the first to ask first."""

    def offer(self, event: RuntimeEvent) -> asyncio.Future[RuntimeAnswer]:
        """Give the worker its next event; the future gets its answer."""
        self.answer = asyncio.get_running_loop().create_future()
        self.ready.clear()
        self.event = event
        if self.waiting:
            self.waiting.pop(0)(event)
        return self.answer


class RuntimeApi(asyncio.Protocol):
    """One connection of a worker: parses HTTP/1.1 and answers Runtime API calls."""

    def __init__(self, exchange: RuntimeExchange) -> None:
        self._exchange = exchange
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._path = ""
        self._body = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        self._transport = None
        waiting = self._exchange.waiting
        if self._send in waiting:
            waiting.remove(self._send)
            self._exchange.ready.clear()

    def on_message_begin(self) -> None:
        self._path = ""
        self._body.clear()

    def on_url(self, url: bytes) -> None:
        self._path += url.decode("ascii", "replace")

    def on_body(self, body: bytes) -> None:
        if len(self._body) <= PAYLOAD_LIMIT_BYTES:  # what is larger is refused, whatever it is
            self._body += body

    def on_message_complete(self) -> None:
        call = self._path.removeprefix(PREFIX)
        if call == "/invocation/next":
            self._next()
        elif call == "/init/error":
            self._exchange.init_error = bytes(self._body)
            self._accepted()
        else:
            self._finish(call)

    def _next(self) -> None:
        exchange = self._exchange
        if exchange.event is not None and exchange.answer and not exchange.answer.done():
            self._send(exchange.event)
            return
        exchange.waiting.append(self._send)
        exchange.ready.set()

    def _send(self, event: RuntimeEvent) -> None:
        self._write(event.head() + event.payload)

    def _finish(self, call: str) -> None:
        event, answer = self._exchange.event, self._exchange.answer
        request_id, _, verb = call.removeprefix("/invocation/").partition("/")
        known = event is not None and event.request_id == request_id
        if not known or verb not in {"response", "error"} or answer is None or answer.done():
            self._refuse()
            return
        self._exchange.event = None
        answer.set_result(RuntimeAnswer(bytes(self._body), failed=verb == "error"))
        self._accepted()

    def _accepted(self) -> None:
        self._write(
            b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n"
            b'Content-Length: 15\r\n\r\n{"status":"OK"}'
        )

    def _refuse(self) -> None:
        body = json.dumps(
            {"errorMessage": "Invalid request ID", "errorType": "InvalidRequestID"}
        ).encode()
        self._write(
            b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
        )

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()
