"""Compressed request bodies."""

import gzip
import zlib

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    Deployed,
    Event,
    World,
    openapi,
    proxied,
)

BODY = b'{"product": "lamp"}'
RAW_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)


def zipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def echo(event: Event) -> object:
    encoding = event["headers"].get("Content-Encoding")
    return {"statusCode": 200, "body": event["body"], "headers": {"X-Encoding": str(encoding)}}


@pytest.fixture
def api(world: World) -> Deployed:
    return world.deployed(openapi({"/orders": {"post": proxied(world.function(echo))}}))


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", zipped(BODY)),
        ("GZIP", zipped(BODY[:9]) + zipped(BODY[9:])),
        ("deflate", zlib.compress(BODY)),
        ("deflate", RAW_DEFLATE.compress(BODY) + RAW_DEFLATE.flush()),
        ("identity", BODY),
    ],
)
def test_a_function_gets_a_compressed_body_plain(api: Deployed, coding: str, body: bytes) -> None:
    answer = api.send("POST", "/orders", content=body, headers={"Content-Encoding": coding})

    assert (answer.status_code, answer.content) == (200, BODY)


def test_a_decompressed_request_does_not_say_that_it_is_compressed(api: Deployed) -> None:
    headers = {"Content-Encoding": "gzip"}

    answer = api.send("POST", "/orders", content=zipped(BODY), headers=headers)

    assert answer.headers["X-Encoding"] == "None"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", BODY),
        ("compress", BODY),
        ("gzip, gzip", zipped(zipped(BODY))),
        ("gzip", BODY),
        ("gzip", zipped(BODY)[:-9]),
        ("deflate", BODY),
    ],
)
def test_an_unsupported_or_wrong_coding_is_an_unsupported_media_type(
    api: Deployed, coding: str, body: bytes
) -> None:
    answer = api.send("POST", "/orders", content=body, headers={"Content-Encoding": coding})

    assert (answer.status_code, answer.json()) == (415, {"message": "Unsupported Media Type"})


def test_a_body_that_grows_beyond_ten_megabytes_is_too_large(api: Deployed) -> None:
    bomb = zipped(bytes(200 * 1024 * 1024))

    answer = api.send("POST", "/orders", content=bomb, headers={"Content-Encoding": "gzip"})

    assert answer.status_code == 413
