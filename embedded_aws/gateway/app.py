"""The data plane over HTTP: an ASGI application that serves every deployed stage."""

import gzip
import json
import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from embedded_aws.gateway.answers.refusals import internal, render
from embedded_aws.gateway.answers.templates import substitute
from embedded_aws.gateway.backends import Backends
from embedded_aws.gateway.deployed.model import Stage
from embedded_aws.gateway.exchange import Answer, Exchange, Incoming, Refusal
from embedded_aws.gateway.facts import Response
from embedded_aws.gateway.metrics import measure
from embedded_aws.gateway.pipeline import Pipeline
from embedded_aws.gateway.requests.body import Body, DisconnectedError, Receive

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

ADDRESSED = "/restapis/"
USER_REQUEST = "_user_request_"
BODILESS = {204, 304}
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_report = logging.getLogger(__name__)


class Gateway:
    """Serves deployed APIs by path, by host name, and the project's own API by stage.

    `/restapis/<api-id>/<stage>/_user_request_/<path>`, `<api-id>.execute-api.… /<stage>/<path>` and
    `/<stage>/<path>`.
    """

    def __init__(self, backends: Backends) -> None:
        self._apis = backends.apis
        self._logs = backends.logs
        self._metrics = backends.metrics
        self._pipeline = Pipeline(backends)
        self._log_stream = uuid.uuid4().hex

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            return
        incoming = _incoming(scope)
        stage, path = self._address(incoming)
        if stage is None:
            await _send(send, incoming.method, _nowhere())
            return
        exchange = _exchange(incoming, stage, path)
        try:
            answer = await self._answer(exchange, receive)
        except DisconnectedError:
            answer = Answer(499, [], b"")
        else:
            answer = _finished(exchange, answer)
            await _send(send, incoming.method, answer)
        latency_ms = int((time.perf_counter() - exchange.started) * 1000)
        self._log(exchange, answer, latency_ms)
        measure(self._metrics, exchange, answer.status, latency_ms)

    async def _answer(self, exchange: Exchange, receive: Receive) -> Answer:
        try:
            return await self._pipeline.run(exchange, Body(exchange.incoming, receive))
        except Refusal as refusal:
            return render(exchange, refusal)
        except DisconnectedError:
            raise
        except Exception:  # noqa: BLE001 - one broken request must not end the server
            _report.exception("request %s failed in the gateway itself", exchange.request_id)
            return render(exchange, internal())

    def _address(self, incoming: Incoming) -> tuple[Stage | None, str]:
        """The stage of a request, and the path below the stage."""
        host = (incoming.header("Host") or "").split(":")[0]
        if incoming.path.startswith(ADDRESSED):
            api_id, stage, marker, path = (*incoming.path.split("/", 5)[2:], "", "", "")[:4]
            stage_ = self._apis.stage(api_id, stage) if marker == USER_REQUEST else None
            return stage_, f"/{path}"
        name, path = _first(incoming.path)
        if ".execute-api." in host:
            return self._apis.stage(host.split(".")[0], name, _region(host)), path
        return self._apis.own(name), path

    def _log(self, exchange: Exchange, answer: Answer, latency_ms: int) -> None:
        """Write one access-log line in the stage's format, for refused requests too."""
        stage = exchange.stage
        if not stage.access_log_group or not stage.access_log_format:
            return
        exchange.facts.response = Response(answer.status, len(answer.body), latency_ms)
        line = substitute(stage.access_log_format, exchange, "-", _one_line)
        at_ms = int(exchange.at * 1000)
        group, region = stage.access_log_group, stage.api.region
        self._logs.write(group, self._log_stream, at_ms, line, region)


def _one_line(value: str) -> str:
    """The value escaped for quotes: a client's text can end neither them nor the line."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _first(path: str) -> tuple[str, str]:
    """(first segment, the rest)."""
    name, slash, rest = path.removeprefix("/").partition("/")
    return name, slash + rest or "/"


def _region(host: str) -> str | None:
    """The region in `<api>.execute-api.<region>.amazonaws.com`; None for another name."""
    labels = host.split(".")
    return labels[2] if len(labels) > 3 and labels[-2:] == ["amazonaws", "com"] else None  # noqa: PLR2004


def _incoming(scope: Mapping[str, Any]) -> Incoming:
    headers = tuple(
        (_title(name.decode("latin-1")), value.decode("latin-1"))
        for name, value in scope["headers"]
    )
    client = scope.get("client") or ("127.0.0.1", 0)
    return Incoming(
        method=scope["method"].upper(),
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        source_ip=client[0],
        protocol=f"HTTP/{scope['http_version']}",
    )


def _title(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


def _exchange(incoming: Incoming, stage: Stage, path: str) -> Exchange:
    api = stage.api
    exchange = Exchange(
        incoming, stage, path, domain=f"{api.id}.execute-api.{api.region}.amazonaws.com"
    )
    fresh = f"Root=1-{int(exchange.at):08x}-{uuid.uuid4().hex[:24]}"
    exchange.trace_id = incoming.header("X-Amzn-Trace-Id") or fresh
    return exchange


def _nowhere() -> Answer:
    """The answer for a host name without a deployed stage."""
    body = b'{"message":"Forbidden"}'
    headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", "ForbiddenException")]
    return Answer(403, headers, body)


def _finished(exchange: Exchange, answer: Answer) -> Answer:
    """The answer with the gateway's own headers, compressed if the API says so."""
    headers = [
        *answer.headers,
        ("x-amzn-RequestId", exchange.request_id),
        ("x-amz-apigw-id", exchange.extended_id),
        ("X-Amzn-Trace-Id", exchange.trace_id.split(";")[0]),
    ]
    minimum = exchange.stage.api.minimum_compression_bytes
    compressed = any(name.lower() == "content-encoding" for name, _ in headers)
    if minimum is None or compressed or not answer.body or len(answer.body) < minimum:
        return Answer(answer.status, headers, answer.body)
    if not _accepts_gzip(exchange.incoming.header("Accept-Encoding") or ""):
        return Answer(answer.status, headers, answer.body)
    body = gzip.compress(answer.body, compresslevel=6, mtime=0)
    return Answer(answer.status, [*headers, ("Content-Encoding", "gzip")], body)


def _accepts_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding allows gzip."""
    parts = [part.replace(" ", "").lower().split(";") for part in accepted.split(",")]
    weights = {name: rest for name, *rest in parts}
    weight = weights.get("gzip", weights.get("*", ["q=0"]))
    return not any(re.fullmatch(r"q=0(\.0*)?", each) for each in weight)


async def _send(send: Send, method: str, answer: Answer) -> None:
    headers = [(name.encode("latin-1"), _latin(value)) for name, value in answer.headers]
    bodiless = answer.status in BODILESS
    if not bodiless:
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    body = b"" if bodiless or method == "HEAD" else answer.body
    await send({"type": "http.response.body", "body": body})


def _latin(value: str) -> bytes:
    """A header's bytes: Latin-1 where possible, else UTF-8; never a second line."""
    value = _CONTROL.sub(" ", value)
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")
