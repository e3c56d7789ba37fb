"""The answer as it is sent: the gateway's own headers, compression, HTTP's framing."""

import gzip
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from email.utils import formatdate
from functools import lru_cache
from typing import Any

from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.incoming import Incoming

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BODILESS = {204, 304}
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Spelled(bytes):
    """A header's name as it is sent; for uvicorn, which compares names, it is in lower case."""

    __slots__ = ()

    def lower(self) -> "Spelled":
        """The name as it is spelled."""
        return self

    def __eq__(self, other: object) -> bool:
        return bytes.lower(self) == other

    __hash__ = bytes.__hash__


def finished(exchange: Exchange, answer: Answer) -> Answer:
    """The answer with the gateway's own headers, compressed if the API says so."""
    headers = [
        *answer.headers,
        ("x-amzn-RequestId", exchange.request_id),
        ("x-amz-apigw-id", exchange.extended_id),
    ]
    minimum = exchange.stage.api.minimum_compression_bytes
    if minimum is None or not answer.body or len(answer.body) < minimum:
        return Answer(answer.status, headers, answer.body)
    if any(name.lower() == "content-encoding" for name, _ in headers):
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


async def send_answer(send: Send, request: Incoming, answer: Answer) -> None:
    """Send the answer over HTTP."""
    headers = [(_spelled("Date"), _date(int(time.time())))]
    closes = "close" in (request.header("Connection") or "").lower()
    headers.append((_spelled("Connection"), b"close" if closes else b"keep-alive"))
    headers += [(_spelled(name), _latin(value)) for name, value in answer.headers]
    bodiless = answer.status in BODILESS
    if not bodiless:
        headers.append((_spelled("Content-Length"), str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    body = b"" if bodiless or request.method == "HEAD" else answer.body
    await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=1024)
def _spelled(name: str) -> Spelled:
    return Spelled(name.encode("latin-1"))


@lru_cache(maxsize=4)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()


def _latin(value: str) -> bytes:
    """A header's bytes: Latin-1 where possible, else UTF-8; never a second line."""
    value = _CONTROL.sub(" ", value)
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")
