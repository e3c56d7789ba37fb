"""Ten thousand malformed requests neither stop the server nor reach a protected function."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable

import pytest
from jsonschema import Draft4Validator

from embedded_aws.tests.integration.gateway.conftest import Deployed, World, ok, openapi, proxied

REQUESTS = 10_000
AT_ONCE = 32
SEED = 20_261_125
PATIENCE_SECONDS = 5.0
SLOW_SHARE = 0.05
PAUSE_SECONDS = 0.05
ORDER = {
    "type": "object",
    "required": ["product", "quantity"],
    "additionalProperties": False,
    "properties": {
        "product": {"type": "string", "minLength": 1, "maxLength": 20},
        "quantity": {"type": "integer", "minimum": 1, "maximum": 9},
    },
}
TRICKS = ["..", ".", "%2e%2e", "%2E.", ".%2e", "", "%2f", "%5c..", "%00", "%ff", "%c0%ae%c0%ae"]
BROKEN = ["%", "%z", "%2", "%u002e", "%%32e", "\xff", "\x80\x81"]

type Random = random.Random
type Kind = Callable[[Random, str], bytes]


def request(line: str, headers: str = "", body: bytes = b"") -> bytes:
    head = f"{line}\r\nHost: x\r\nConnection: close\r\n{headers}\r\n"
    return head.encode("latin-1") + body


def posted(base: str, body: bytes, headers: str = "") -> bytes:
    length = f"Content-Length: {len(body)}\r\nContent-Type: application/json\r\n"
    return request(f"POST {base}/orders HTTP/1.1", length + headers, body)


def path_trick(chance: Random, base: str) -> bytes:
    parts = chance.choices([*TRICKS, "secret", "orders", "public"], k=chance.randint(1, 6))
    return request(f"GET {base}/{'/'.join(parts)} HTTP/1.1")


def out_of_the_stage(chance: Random, base: str) -> bytes:
    """A path that leaves the API's address and returns to the secret."""
    up = "/".join(chance.choices(["..", "%2e%2e", "%252e%252e"], k=chance.randint(1, 8)))
    return request(f"GET {base}/public/{up}/secret HTTP/1.1")


def broken_encoding(chance: Random, base: str) -> bytes:
    return request(f"GET {base}/public/{''.join(chance.choices(BROKEN, k=4))} HTTP/1.1")


def broken_line(chance: Random, base: str) -> bytes:
    lines = [
        f"GET {base}/secret",
        f"GET  {base}/secret  HTTP/1.1",
        f"G\x00T {base}/secret HTTP/1.1",
        f"GET {base}/secret HTTP/9.9",
        f"{base}/secret HTTP/1.1",
        f"get {base}/secret HTTP/1.1",
        f"GET {base}/secret\x01 HTTP/1.1",
        "".join(chr(chance.randint(1, 255)) for _ in range(chance.randint(1, 200))),
    ]
    return request(chance.choice(lines))


def huge_headers(chance: Random, base: str) -> bytes:
    many = "".join(f"X-{n}: {'v' * 40}\r\n" for n in range(chance.choice([200, 2000])))
    long = f"X-Long: {'v' * chance.choice([9_000, 70_000, 200_000])}\r\n"
    return posted(base, b"{}", chance.choice([many, long]))


def broken_header(chance: Random, base: str) -> bytes:
    headers = ["No colon\r\n", ": empty\r\n", "X\x00: y\r\n", "X : y\r\n", " folded: y\r\n"]
    return posted(base, b"{}", chance.choice(headers))


def smuggled(chance: Random, base: str) -> bytes:
    """A second request behind a body with two different lengths."""
    second = request(f"GET {base}/secret HTTP/1.1")
    framings = [
        "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 0\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 1e3\r\n",
    ]
    line = f"POST {base}/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    return f"{line}{chance.choice(framings)}\r\n".encode() + b"0\r\n\r\n" + second


def broken_chunks(chance: Random, base: str) -> bytes:
    head = "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n"
    bodies = [b"zz\r\nabc\r\n", b"5\r\nab", b"ffffffffffffffff\r\na", b"-5\r\nabcde\r\n0\r\n\r\n"]
    return request(f"POST {base}/orders HTTP/1.1", head, chance.choice(bodies))


def broken_json(chance: Random, base: str) -> bytes:
    good = json.dumps({"product": "lamp", "quantity": 1}).encode()
    at = chance.randrange(len(good))
    broken = [
        good[:at],
        good[:at] + bytes([chance.randrange(256)]) + good[at:],
        good + good,
        b"[" * chance.choice([10, 1_000, 100_000]),
        b'{"a":' * 5_000,
        b"\xff\xfe" + good,
        b'{"product": "\xc3\x28", "quantity": 1}',
        b'{"product": "lamp", "quantity": NaN}',
        b'{"product": "lamp", "quantity": 1e400}',
        b'{"product": "lamp", "quantity": ' + b"9" * 5_000 + b"}",
        b"",
        b"null",
    ]
    return posted(base, chance.choice(broken))


def unfitting_json(chance: Random, base: str) -> bytes:
    """JSON that does not fit, with duplicate keys among it: the last one counts everywhere."""
    bodies = [
        '{"product": "lamp", "quantity": 1, "quantity": 1000}',
        '{"product": "lamp", "quantity": 1, "product": 5}',
        '{"product": "lamp", "quantity": 1, "\\u0070roduct": null}',
        '{"product": "lamp", "quantity": "1"}',
        '{"product": "lamp", "quantity": 1.5}',
        '{"product": "", "quantity": 1}',
        '{"__proto__": {"product": "lamp"}, "quantity": 1}',
        json.dumps({"product": "x" * chance.randint(21, 5_000), "quantity": 1}),
        json.dumps({"product": "lamp", "quantity": chance.choice([0, -1, 10, 2**63])}),
        json.dumps({f"k{n}": n for n in range(chance.randint(1, 500))}),
    ]
    return posted(base, chance.choice(bodies).encode())


def cut_short(chance: Random, base: str) -> bytes:
    """A body that ends before its announced length."""
    whole = posted(base, b'{"product": "lamp", "quantity": 1}')
    return whole[: chance.randrange(20, len(whole) - 1)]


KINDS: list[Kind] = [
    path_trick,
    out_of_the_stage,
    broken_encoding,
    broken_line,
    huge_headers,
    broken_header,
    smuggled,
    broken_chunks,
    broken_json,
    unfitting_json,
    cut_short,
]


async def status_of(port: int, raw: bytes, pause_seconds: float) -> str:
    """The status of the server's response; `closed` when it closed the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(raw[: len(raw) // 2])
        await asyncio.sleep(pause_seconds)
        writer.write(raw[len(raw) // 2 :])
        await writer.drain()
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), PATIENCE_SECONDS)
    except TimeoutError:
        raise
    except OSError:  # the server hung up first
        return "closed"
    finally:
        writer.close()
    return answer[9:12].decode("latin-1") if answer.startswith(b"HTTP/1.1 ") else "closed"


async def all_statuses(port: int, requests: list[tuple[bytes, float]]) -> Counter[str]:
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(raw: bytes, pause_seconds: float) -> str:
        async with turn:
            return await status_of(port, raw, pause_seconds)

    return Counter(await asyncio.gather(*(one(*each) for each in requests)))


def made_up(chance: Random, base: str) -> tuple[bytes, float]:
    """A malformed request, and the seconds of a pause in it: one in twenty has one."""
    raw = chance.choice(KINDS)(chance, base)
    return raw, PAUSE_SECONDS if chance.random() < SLOW_SHARE else 0.0


@pytest.fixture
def api(world: World) -> Deployed:
    """Validated orders, a public method, and a secret that no request may reach."""
    validated = {
        **proxied(world.function(ok)),
        "x-amazon-apigateway-request-validator": "all",
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
        },
    }
    secret = proxied(world.function(ok), requestParameters={})
    return world.deployed(
        openapi(
            {
                "/orders": {"post": validated},
                "/public/{id}": {"get": proxied(world.function(ok))},
                "/secret": {"get": {**secret, "security": [{"key": []}]}},
            },
            components={
                "schemas": {"Order": ORDER},
                "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-api-key"}},
            },
            **{"x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": True}}},
        )
    )


def test_ten_thousand_malformed_requests_stop_nothing_and_reach_nothing(api: Deployed) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same requests each time
    requests = [made_up(chance, api.base) for _ in range(REQUESTS)]

    statuses = asyncio.run(all_statuses(api.world.port, requests))

    seen = [event for events in api.world.functions.events.values() for event in events]
    bodies = [json.loads(event["body"]) for event in seen if event["resource"] == "/orders"]
    reached = Counter(event["resource"] for event in seen)
    assert statuses.total() == REQUESTS
    assert not [status for status in statuses if status.startswith("5")]
    assert reached["/secret"] == 0
    assert reached["/orders"] == sum(Draft4Validator(ORDER).is_valid(body) for body in bodies)
    assert reached.total() == reached["/orders"] + reached["/public/{id}"]
    assert api.get("/public/1").status_code == 200
