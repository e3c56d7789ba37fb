"""Unusual HTTP neither stops the server nor reaches a protected function."""

import random
import socket
import time

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    Deployed,
    World,
    mocked,
    ok,
    openapi,
    proxied,
)

CLOSE = "Host: x\r\nConnection: close\r\n\r\n"


@pytest.fixture
def two(world: World) -> Deployed:
    """A public and a secret function, side by side."""

    def says(name: str) -> dict[str, object]:
        return proxied(world.function(lambda _: {"statusCode": 200, "body": name}))

    public, secret = says("public"), says("secret")
    return world.deployed(
        openapi(
            {
                "/public/{id}": {"get": public},
                "/files/{path+}": {"get": public},
                "/secret": {"get": secret},
            }
        )
    )


def is_alive(deployed: Deployed) -> bool:
    return deployed.get("/public/1").text == "public"


@pytest.mark.parametrize(
    "path",
    [
        "/public/../secret",
        "/public/%2e%2e/secret",
        "/public/%2E%2e/secret",
        "/public/.%2e/secret",
        "/public/./1",
        "/public/%2e/1",
        "/public//secret",
        "/secret//",
        "///",
        "/public/1/../../secret",
        "/public/..",
        "/public/%2e%2e",
        "/files/../secret",
        "/files/a/%2e%2e/%2e%2e/secret",
        "/files//secret",
    ],
)
def test_tricks_with_the_path_reach_no_function(two: Deployed, path: str) -> None:
    raw = two.raw(f"GET {{base}}{path} HTTP/1.1\r\n{CLOSE}")

    assert raw.startswith(b"HTTP/1.1 403")
    assert two.world.functions.events == {}


def test_slashes_before_the_first_name_are_one(two: Deployed) -> None:
    """Recorded answer: for the function, too; the request's context has the path as it was sent."""
    assert two.get("//secret").text == "secret"
    (events,) = two.world.functions.events.values()
    assert (events[0]["path"], events[0]["requestContext"]["path"]) == ("/secret", "/v1//secret")


def test_slashes_inside_a_greedy_parameter_stay(two: Deployed) -> None:
    """Recorded answer."""
    two.get("/files/a//b%2Bc+d/")

    (events,) = two.world.functions.events.values()
    assert (events[0]["path"], events[0]["pathParameters"]) == (
        "/files/a//b%2Bc+d/",
        {"path": "a//b%2Bc+d"},
    )


@pytest.mark.parametrize(
    "path",
    ["/public/..%2fsecret", "/public/%252e%252e", "/public/a;b=c", "/public/%00", "/public/%ff"],
)
def test_encoded_separators_stay_inside_their_parameter(two: Deployed, path: str) -> None:
    raw = two.raw(f"GET {{base}}{path} HTTP/1.1\r\n{CLOSE}")

    assert b"secret" not in raw.partition(b"\r\n\r\n")[2]
    assert is_alive(two)


@pytest.mark.parametrize("path", ["/public/%", "/public/%z", "/public/%zz", "/public/a%2"])
def test_a_broken_encoding_is_taken_as_it_is(two: Deployed, path: str) -> None:
    raw = two.raw(f"GET {{base}}{path} HTTP/1.1\r\n{CLOSE}")

    assert raw.startswith(b"HTTP/1.1 200")
    (events,) = two.world.functions.events.values()
    assert events[0]["pathParameters"]["id"] == path.removeprefix("/public/")


@pytest.mark.parametrize(
    "head",
    [
        "NONSENSE\r\n\r\n",
        "GET\r\n\r\n",
        "GET /x HTTP/9.9\r\n\r\n",
        "\x00\x01\x02\r\n\r\n",
        "GET {base}/public/1 HTTP/1.1\r\nBad Header: x\r\n\r\n",
        "GET {base}/public/1 HTTP/1.1\r\n: x\r\n\r\n",
        "GET {base}/public/1 HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET {base}/public/1 HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "GET {base}/public/1 HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "GET {base}/public/1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST {base}/public/1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
        "GET {base}/public/1 HTTP/1.1\r\nX: " + "a" * 200_000 + "\r\n" + CLOSE,
        "GET {base}/public/" + "a" * 200_000 + " HTTP/1.1\r\n" + CLOSE,
        "GET {base}/public/1?" + "a=1&" * 50_000 + " HTTP/1.1\r\n" + CLOSE,
        "GET {base}/public/1 HTTP/1.1\r\n" + "".join(f"X-{n}: 1\r\n" for n in range(5000)) + CLOSE,
        "GET http://elsewhere/v1/x HTTP/1.1\r\n" + CLOSE,
        "OPTIONS * HTTP/1.1\r\n" + CLOSE,
        "CONNECT x:443 HTTP/1.1\r\n" + CLOSE,
        "GET {base}/public/1 HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\nHost: x\r\n\r\n",
        "GET {base}/public/1 HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        "GET {base}/public/1 HTTP/1.1\r\nHost: \xff\r\nConnection: close\r\n\r\n",
        "GET {base}/public/1 HTTP/1.0\r\n\r\n",
    ],
)
def test_malformed_requests_do_not_stop_the_server(two: Deployed, head: str) -> None:
    two.raw(head)

    assert is_alive(two)


def test_a_header_of_ten_kilobytes_arrives(two: Deployed) -> None:
    assert two.get("/public/1", headers={"X": "a" * 10_000}).status_code == 200


def test_random_bytes_do_not_stop_the_server(two: Deployed) -> None:
    chance = random.Random(7)  # noqa: S311 - the same bytes each time

    for _ in range(200):
        two.raw(f"GET {{base}}/{chance.randbytes(40).decode('latin-1')}\r\n\r\n")

    assert is_alive(two)


def test_a_client_that_leaves_in_the_middle_of_its_body_is_forgotten(two: Deployed) -> None:
    world = two.world
    deployed = world.deployed(openapi({"/": {"post": proxied(world.function(ok))}}))

    deployed.raw("POST {base}/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n", b"short")

    assert world.functions.events == {}
    assert is_alive(two)


def test_a_slow_body_holds_nobody_up(two: Deployed) -> None:
    head = f"POST {two.base}/public/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
    with socket.create_connection(("127.0.0.1", two.world.port)) as slow:
        slow.sendall(head.encode() + b"a")
        began = time.monotonic()

        assert is_alive(two)
        assert time.monotonic() - began < 1


def test_an_endless_body_is_refused_before_it_ends(two: Deployed) -> None:
    world = two.world
    deployed = world.deployed(openapi({"/": {"post": proxied(world.function(ok))}}))
    head = f"POST {deployed.base}/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", world.port), timeout=5) as endless:
        endless.sendall(head.encode())
        for _ in range(12):
            endless.sendall(chunk)

        assert endless.recv(65_536).startswith(b"HTTP/1.1 413")
    assert world.functions.events == {}


def test_a_connection_serves_one_request_after_another(two: Deployed) -> None:
    request = "GET {base}/public/1 HTTP/1.1\r\nHost: x\r\n"

    raw = two.raw(f"{request}\r\n{request}\r\n{request}Connection: close\r\n\r\n")

    assert raw.count(b"HTTP/1.1 200") == 3


@pytest.mark.parametrize(("size", "status"), [(10_000, 200), (10_240, 431)])
def test_headers_are_limited_to_10240_bytes_together(world: World, size: int, status: int) -> None:
    api = world.deployed(openapi({"/orders": {"get": mocked("{}")}}))

    answer = api.get("/orders", headers={"X-One": "x" * (size // 2), "X-Two": "y" * (size // 2)})

    assert answer.status_code == status


def test_the_request_line_counts_with_the_headers(world: World) -> None:
    api = world.deployed(openapi({"/orders": {"get": mocked("{}")}}))

    answer = api.get(f"/orders?q={'x' * 5_100}", headers={"X-One": "y" * 5_100})

    assert answer.status_code == 431


def test_too_large_a_head_is_refused_before_any_api_is_known(world: World) -> None:
    document = openapi({"/orders": {"get": mocked("{}")}})
    document["x-amazon-apigateway-gateway-responses"] = {"DEFAULT_4XX": {"statusCode": 400}}

    answer = world.deployed(document).get("/orders", headers={"X-One": "x" * 10_240})

    assert answer.status_code == 431
    assert answer.json() == {"message": "HTTP header is larger than 10240 bytes."}
