"""Valid responses of a Lambda proxy integration, and the answer to invalid ones."""

import base64

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    Deployed,
    Event,
    FunctionFailedError,
    World,
    openapi,
    proxied,
)

BAD_GATEWAY = (502, {"message": "Internal server error"})


def answering(world: World, answer: object, **document: object) -> Deployed:
    """An API whose function always answers this."""
    operation = proxied(world.function(lambda _: answer))
    return world.deployed(openapi({"/": {"get": operation, "head": operation}}, **document))


def test_status_headers_and_body_are_the_functions(world: World) -> None:
    said = {"statusCode": 201, "headers": {"X-One": "1", "content-type": "text/x"}, "body": "made"}

    answer = answering(world, said).get("/")

    assert (answer.status_code, answer.text) == (201, "made")
    assert (answer.headers["x-one"], answer.headers["content-type"]) == ("1", "text/x")


@pytest.mark.parametrize(
    ("said", "status", "body"),
    [
        ({}, 200, ""),
        ({"statusCode": 204}, 204, ""),
        ({"statusCode": 200, "body": None}, 200, ""),
        ({"statusCode": 200, "headers": None, "multiValueHeaders": None}, 200, ""),
        ({"statusCode": "404", "body": "text"}, 404, "text"),
        ({"statusCode": 599}, 599, ""),
        ({"body": "no status"}, 200, "no status"),
        ({"statusCode": 200, "headers": {"X-N": 5, "X-B": True}}, 200, ""),
    ],
)
def test_every_field_may_be_absent(
    world: World, said: dict[str, object], status: int, body: str
) -> None:
    """An object without any field: recorded on AWS."""
    answer = answering(world, said).get("/")

    assert (answer.status_code, answer.text) == (status, body)


@pytest.mark.parametrize(
    "said",
    [
        None,
        "text",
        5,
        [],
        b"",
        b"no json",
        {"statusCode": "abc"},
        {"statusCode": 99},
        {"statusCode": 100},
        {"statusCode": 101},
        {"statusCode": 600},
        {"statusCode": True},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "body": 5},
        {"statusCode": 200, "headers": []},
        {"statusCode": 200, "headers": {"X": {"a": 1}}},
        {"statusCode": 200, "headers": {"X": None}},
        {"statusCode": 200, "headers": {"X": "a\r\nY: b"}},
        {"statusCode": 200, "headers": {"X Y": "a"}},
        {"statusCode": 200, "headers": {"X€": "a"}},
        {"statusCode": 200, "headers": {"": "a"}},
        {"statusCode": 200, "multiValueHeaders": {"X": "a"}},
        {"statusCode": 200, "cookies": ["a=1"]},
        {"message": "hello"},
        {"statusCode": 200, "body": "\ud800"},
    ],
)
def test_a_malformed_answer_is_a_bad_gateway(world: World, said: object) -> None:
    answer = answering(world, said).get("/")

    assert (answer.status_code, answer.json()) == BAD_GATEWAY
    assert answer.headers["x-amzn-errortype"] == "InternalServerErrorException"


def test_an_error_of_the_function_is_a_bad_gateway(world: World) -> None:
    def fail(event: Event) -> object:
        del event
        raise FunctionFailedError("oh no")

    deployed = world.deployed(openapi({"/": {"get": proxied(world.function(fail))}}))

    answer = deployed.get("/")

    assert (answer.status_code, answer.json()) == BAD_GATEWAY


def test_a_function_that_answers_html_is_not_taken_for_json(world: World) -> None:
    answer = answering(world, {"statusCode": 200, "body": "<p>"}).get("/")

    assert answer.headers["content-type"] == "application/json"


def test_multi_value_headers_are_sent_one_by_one(world: World) -> None:
    said = {"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}}

    answer = answering(world, said).get("/")

    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


@pytest.mark.parametrize("single", ["X-Same", "x-same"])
def test_a_header_in_both_lists_is_merged(world: World, single: str) -> None:
    said = {
        "statusCode": 200,
        "headers": {single: "b"},
        "multiValueHeaders": {"X-Same": ["a", "b"]},
    }

    answer = answering(world, said).get("/")

    assert answer.headers.get_list("x-same") == ["a", "b"]


@pytest.mark.parametrize(
    "name", ["Authorization", "Connection", "Date", "Server", "User-Agent", "WWW-Authenticate"]
)
def test_headers_that_the_gateway_keeps_for_itself_are_renamed(world: World, name: str) -> None:
    answer = answering(world, {"statusCode": 200, "headers": {name: "mine"}}).get("/")

    assert answer.headers[f"x-amzn-remapped-{name.lower()}"] == "mine"
    assert answer.headers.get(name) != "mine"


@pytest.mark.parametrize("name", ["Content-Length", "content-length", "Transfer-Encoding"])
def test_a_function_cannot_break_the_framing(world: World, name: str) -> None:
    value = "chunked" if name == "Transfer-Encoding" else "1"
    said = {"statusCode": 200, "headers": {name: value}, "body": "whole"}

    answer = answering(world, said).get("/")

    assert (answer.text, answer.headers.get_list("content-length")) == ("whole", ["5"])


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_a_body_sends_none(world: World, status: int) -> None:
    deployed = answering(world, {"statusCode": status, "body": "surprise"})
    request = "GET {base}/ HTTP/1.1\r\nHost: x\r\n"

    raw = deployed.raw(f"{request}\r\n{request}Connection: close\r\n\r\n")

    assert raw.count(b"HTTP/1.1 %d" % status) == 2
    assert b"surprise" not in raw


@pytest.mark.parametrize(
    ("accept", "received"),
    [("image/png", b"\x00\xff"), ("image/png, text/html", b"\x00\xff"), ("text/html", None)],
)
def test_base64_is_decoded_for_who_accepts_the_binary_type_first(
    world: World, accept: str, received: bytes | None
) -> None:
    encoded = base64.b64encode(b"\x00\xff").decode()
    said = {"statusCode": 200, "body": encoded, "isBase64Encoded": True}
    binary = {"x-amazon-apigateway-binary-media-types": ["image/png"]}

    answer = answering(world, said, **binary).get("/", headers={"Accept": accept})

    assert answer.content == (received or encoded.encode())


def test_base64_that_is_none_is_the_apis_fault(world: World) -> None:
    """Recorded answer: 500, where other malformed answers are 502."""
    said = {"statusCode": 200, "body": "***", "isBase64Encoded": True}
    binary = {"x-amazon-apigateway-binary-media-types": ["*/*"]}

    answer = answering(world, said, **binary).get("/")

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})


def test_a_head_request_gets_headers_only(world: World) -> None:
    deployed = answering(world, {"statusCode": 200, "body": "not for you"})

    raw = deployed.raw("HEAD {base}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert raw.startswith(b"HTTP/1.1 200")
    assert raw.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("name", ["x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id"])
def test_every_answer_says_who_gave_it(world: World, name: str) -> None:
    assert answering(world, {"statusCode": 200}).get("/").headers[name]


@pytest.mark.parametrize(
    ("size", "accepts", "encoding"),
    [
        (2000, "gzip", "gzip"),
        (2000, "br, gzip;q=0.5", "gzip"),
        (2000, "identity", None),
        (2000, "gzip;q=0", None),
        (10, "gzip", None),
    ],
)
def test_answers_are_compressed_from_the_deployed_size_on(
    world: World, size: int, accepts: str, encoding: str | None
) -> None:
    compress = {"x-amazon-apigateway-minimum-compression-size": 1000}
    deployed = answering(world, {"statusCode": 200, "body": "x" * size}, **compress)

    answer = deployed.get("/", headers={"Accept-Encoding": accepts})

    assert answer.headers.get("content-encoding") == encoding
    assert answer.text == "x" * size


def test_nothing_is_compressed_when_the_api_does_not_say_so(world: World) -> None:
    deployed = answering(world, {"statusCode": 200, "body": "x" * 5000})

    assert "content-encoding" not in deployed.get("/").headers
