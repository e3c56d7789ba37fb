"""X-Ray traces of sampled requests and of their AWS calls.

The documents are X-Ray's (developer guide, "segment documents"), for the daemon beside each
function. AWS's SDK would say the same at a tenth of a cold start and 150 µs a request.
"""

import contextlib
import json
import os
import secrets
import socket
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from shared import aws

HEADER = b'{"format": "json", "version": 1}\n'
DAEMON = "127.0.0.1:2000"
"""Where a daemon listens unless told otherwise; Lambda tells."""
CALL = "trace_call"
"""Where a call's own document is kept in botocore's context of that call."""

Document = dict[str, Any]
Handler = Callable[[Any, Any], Any]
Send = Callable[[bytes], None]


def tracing(mode: str, service: str) -> Callable[[Handler], Handler]:
    """Wraps a handler so that it is traced; leaves it alone unless the mode is `active`.

    Clients that are created afterwards are traced, too.
    """
    if mode != "active":
        return lambda handler: handler
    tracer = Tracer(service, _to_daemon(os.environ.get("AWS_XRAY_DAEMON_ADDRESS", DAEMON)))
    tracer.watch(aws.session.register)
    return tracer.traced


class Tracer:
    """Sends a segment document for each sampled request, with its AWS calls inside."""

    def __init__(self, service: str, send: Send, clock: Callable[[], float] = time.time) -> None:
        self._service = service
        self._send = send
        self._clock = clock
        self._calls: list[Document] | None = None

    def watch(self, register: Callable[[str, Callable[..., None]], Any]) -> None:
        """Record every call of botocore's clients."""
        register("before-call", self._begin)
        register("after-call", self._end)
        register("after-call-error", self._break)

    def traced(self, handler: Handler) -> Handler:
        """The handler with a segment around each sampled request."""

        def handle(event: Any, context: Any) -> Any:
            place = sampled(os.environ.get("_X_AMZN_TRACE_ID", ""))
            if place is None:
                return handler(event, context)
            document = self._opened(self._service) | place
            self._calls = document["subsegments"] = []
            try:
                answer = handler(event, context)
                document |= _outcome(answer.get("statusCode", HTTPStatus.OK))
            except BaseException:
                document["fault"] = True
                raise
            finally:
                self._calls = None
                self._send(HEADER + json.dumps(document | {"end_time": self._clock()}).encode())
            return answer

        return handle

    def _opened(self, name: str) -> Document:
        return {"name": name, "id": secrets.token_hex(8), "start_time": self._clock()}

    def _begin(self, model: Any, context: dict[str, Any], **_: Any) -> None:
        if self._calls is not None:
            call = self._opened(model.service_model.service_id)
            context[CALL] = call | {"namespace": "aws", "aws": {"operation": model.name}}

    def _end(self, context: Mapping[str, Any], parsed: Mapping[str, Any], **_: Any) -> None:
        metadata = parsed.get("ResponseMetadata", {})
        self._close(context, _outcome(metadata.get("HTTPStatusCode", HTTPStatus.OK)))

    def _break(self, context: Mapping[str, Any], **_: Any) -> None:
        self._close(context, {"fault": True})

    def _close(self, context: Mapping[str, Any], outcome: Document) -> None:
        if self._calls is not None and CALL in context:
            self._calls.append(context[CALL] | outcome | {"end_time": self._clock()})


def sampled(header: str) -> Document | None:
    """The request's trace and parent segment; None when it is not sampled."""
    parts = dict(part.partition("=")[::2] for part in header.split(";"))
    if parts.get("Sampled") != "1" or not {"Root", "Parent"} <= parts.keys():
        return None
    return {"type": "subsegment", "trace_id": parts["Root"], "parent_id": parts["Parent"]}


def _outcome(status: int) -> Document:
    return {
        "http": {"response": {"status": status}},
        "throttle": status == HTTPStatus.TOO_MANY_REQUESTS,
        "error": HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR,
        "fault": status >= HTTPStatus.INTERNAL_SERVER_ERROR,
    }


def _to_daemon(address: str) -> Send:
    """One datagram for each document; an absent daemon costs no request."""
    host, _, port = address.rpartition(":")
    outlet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    outlet.settimeout(0)

    def send(document: bytes) -> None:
        with contextlib.suppress(OSError):
            outlet.sendto(document, (host, int(port)))

    return send
