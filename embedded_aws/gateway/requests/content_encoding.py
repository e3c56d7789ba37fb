"""Compressed request bodies.

API Gateway developer guide, "Call an API method with a compressed payload in API Gateway".

What is neither gzip nor deflate, and what is not compressed as it says, is answered 415.
"""

import zlib
from dataclasses import replace

from embedded_aws.gateway.answers.refusals import too_large
from embedded_aws.gateway.exchange import PAYLOAD_LIMIT_BYTES, Exchange, Refusal

HEADER = "Content-Encoding"
GZIP, ZLIB, RAW = 31, zlib.MAX_WBITS, -zlib.MAX_WBITS
CODINGS = {"gzip": (GZIP,), "deflate": (ZLIB, RAW)}
"""Ways to read each coding; many clients send deflate without the head that RFC 9110 asks for."""


def decompress(exchange: Exchange) -> None:
    """Put the plain body in place of a compressed one; the Refusal of one that cannot be read."""
    coding = (exchange.incoming.header(HEADER) or "identity").strip().lower()
    if coding == "identity" or not exchange.body:
        return
    if coding not in CODINGS:
        raise _unsupported()
    exchange.body = _plain(exchange.body, CODINGS[coding])
    headers = tuple(
        (name, str(len(exchange.body)) if name.lower() == "content-length" else value)
        for name, value in exchange.incoming.headers
        if name.lower() != HEADER.lower()
    )
    exchange.incoming = replace(exchange.incoming, headers=headers)


def _plain(body: bytes, ways: tuple[int, ...]) -> bytes:
    for way in ways:
        try:
            return _inflated(body, way)
        except (zlib.error, EOFError):
            continue
    raise _unsupported()


def _inflated(body: bytes, way: int) -> bytes:
    """All members of the body; the Refusal of what is larger than a payload may be."""
    plain = bytearray()
    while body:
        member = zlib.decompressobj(way)
        plain += member.decompress(body, PAYLOAD_LIMIT_BYTES + 1 - len(plain))
        if len(plain) > PAYLOAD_LIMIT_BYTES:
            raise too_large()
        if not member.eof:
            raise EOFError
        body = member.unused_data
    return bytes(plain)


def _unsupported() -> Refusal:
    return Refusal("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type")
