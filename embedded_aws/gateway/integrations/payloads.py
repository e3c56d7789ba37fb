"""Payloads between text and bytes.

API Gateway developer guide, "Content type conversions in API Gateway"; the answers to payloads that
do not fit were recorded on AWS. A payload without a binary media type is text: bytes that are not
UTF-8 are replaced.
"""

import base64
import binascii

from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.integrations.media_types import JSON, accepts_binary, is_binary

TO_TEXT, TO_BINARY = "CONVERT_TO_TEXT", "CONVERT_TO_BINARY"


class UnreadablePayloadError(Exception):
    """The payload cannot be converted as the API says."""


def request_payload(exchange: Exchange, handling: str | None) -> tuple[bytes, bool]:
    """(the client's payload, whether it is bytes) by the integration's `contentHandling`."""
    content_type = exchange.incoming.header("Content-Type") or JSON
    binary = is_binary(exchange.stage.api.binary_media_types, content_type)
    return _converted(exchange.body, handling or (TO_BINARY if binary else TO_TEXT), binary=binary)


def response_payload(
    exchange: Exchange, body: bytes, content_type: str, handling: str | None
) -> tuple[bytes, bool]:
    """(the integration's payload, whether it is bytes); the caller's Accept decides without one."""
    types = exchange.stage.api.binary_media_types
    wants = TO_BINARY if accepts_binary(types, exchange.incoming.header("Accept")) else TO_TEXT
    return _converted(body, handling or wants, binary=is_binary(types, content_type))


def _converted(body: bytes, handling: str, *, binary: bool) -> tuple[bytes, bool]:
    if handling == TO_TEXT:
        return (base64.b64encode(body) if binary else _text(body)), False
    return (body if binary else _decoded(body)), True


def _text(body: bytes) -> bytes:
    return body.decode("utf-8", "replace").encode()


def _decoded(body: bytes) -> bytes:
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise UnreadablePayloadError(f"the payload is not base64: {error}") from error
