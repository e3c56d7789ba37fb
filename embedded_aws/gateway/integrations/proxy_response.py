"""The response of a Lambda proxy integration (API Gateway developer guide, "Output format")."""

import base64
import binascii
import json
import re
from http import HTTPStatus
from typing import Any

from embedded_aws.gateway.exchange import PAYLOAD_LIMIT_BYTES, Answer, Exchange
from embedded_aws.gateway.integrations.media_types import accepts_binary

# API Gateway developer guide, "Amazon API Gateway important notes": headers it keeps for itself.
REMAPPED = {
    "authorization",
    "connection",
    "content-md5",
    "date",
    "max-forwards",
    "server",
    "user-agent",
    "www-authenticate",
}
DROPPED = {
    "content-length",
    "expect",
    "host",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
}
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
DIGITS = 3
"""Of a status that is a text."""
FIELDS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}


class UnreadableBodyError(Exception):
    """The function's answer is a proxy response, but its body is not the base64 that it says."""


class MalformedResponseError(Exception):
    """The function's answer is not a proxy response."""


def proxy_response(exchange: Exchange, payload: bytes) -> Answer:
    """The function's answer as HTTP; MalformedResponseError for an invalid one."""
    raw = _parsed(payload)
    headers = _headers(raw)
    body = _body(exchange, raw)
    if len(body) > PAYLOAD_LIMIT_BYTES:
        raise MalformedResponseError("the response is larger than 10 MB")
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    return Answer(_status(raw), headers, body)


def _parsed(payload: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise MalformedResponseError("not JSON") from error
    if not isinstance(raw, dict) or set(raw) - FIELDS:
        raise MalformedResponseError("not an object of a proxy response's fields")
    return raw


def _status(raw: dict[str, Any]) -> int:
    status = raw.get("statusCode")
    if status is None:
        return HTTPStatus.OK
    if isinstance(status, str) and status.isdecimal() and len(status) == DIGITS:
        status = int(status)
    if not isinstance(status, int) or isinstance(status, bool) or not 200 <= status <= 599:  # noqa: PLR2004
        raise MalformedResponseError("statusCode is not an HTTP status")
    return status


def _headers(raw: dict[str, Any]) -> list[tuple[str, str]]:
    single, multi = (
        {} if raw.get(name) is None else raw[name] for name in ("headers", "multiValueHeaders")
    )
    if not isinstance(single, dict) or not isinstance(multi, dict):
        raise MalformedResponseError("headers are not an object")
    pairs: list[tuple[str, Any]] = []
    for name, values in multi.items():
        if not isinstance(values, list):
            raise MalformedResponseError("multiValueHeaders hold lists")
        pairs += [(name, value) for value in values]
    spelled: dict[str, str] = {name.lower(): name for name in multi}
    known = {(name.lower(), str(value)) for name, value in pairs}
    pairs += [
        (spelled.get(str(name).lower(), str(name)), value)
        for name, value in single.items()
        if (name.lower(), str(value)) not in known
    ]
    return [_header(name, value) for name, value in pairs if name.lower() not in DROPPED]


def _header(name: str, value: object) -> tuple[str, str]:
    if value is None or isinstance(value, dict | list):
        raise MalformedResponseError("a header is not a scalar")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if not _NAME.fullmatch(name) or _CONTROL.search(text):
        raise MalformedResponseError("a header has characters that HTTP does not know")
    return (f"x-amzn-Remapped-{name}" if name.lower() in REMAPPED else name), text


def _body(exchange: Exchange, raw: dict[str, Any]) -> bytes:
    body = raw.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedResponseError("body is not a string")
    types = exchange.stage.api.binary_media_types
    if raw.get("isBase64Encoded") and accepts_binary(types, exchange.incoming.header("Accept")):
        try:
            return base64.b64decode(body, validate=True)
        except (binascii.Error, ValueError) as error:
            raise UnreadableBodyError("body is not base64") from error
    try:
        return body.encode()
    except UnicodeEncodeError as error:
        raise MalformedResponseError("body is not Unicode") from error
