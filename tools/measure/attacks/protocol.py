"""Tricks with HTTP itself: paths, headers, and requests within requests."""

from collections.abc import Iterator
from functools import partial

from tools.measure.attacks.case import Answer, Case
from tools.measure.attacks.world import World

ROOTS = "/v1"
END = "\r\n\r\n"


def cases(world: World) -> Iterator[Case]:
    """Nobody gets an answer by writing a path, a header or a request in another way."""
    path = world.journey.path
    for trick in (
        f"{path}/",
        f"/{path}",
        f"{path}//",
        f"/.{path}",
        f"/x/..{path}",
        f"/%2e%2e{path}",
        f"/..;{path}",
        f"{path};a=b",
        f"{path}%00",
        f"{path}%2f",
        f"{path}?/health",
        f"{path}#/health",
        f"/health/..{path}",
        f"/health/%2e%2e{path}",
        f"{path}/../health/..{path}",
        path.upper(),
        path.replace("/", "\\"),
        f"{path}.json",
        f"{path}%20",
        f"/%6f{path[2:]}",
        f"{path}/%2e",
        "/{proxy+}",
        "/*",
        f"{path}/*",
        "/_local/health",
        "/..",
    ):
        yield Case("API8", "path", trick, partial(_get, world, ROOTS + trick))
    for root in (
        "/v2",
        "/V1",
        "/v1.0",
        "/beta",
        "/dev",
        "/admin",
        "/internal",
        "",
        "/v1/v1",
        "/v0",
    ):
        yield Case("API9", "version or stage", root or "none", partial(_get, world, root + path))
    for file in (
        "/.env",
        "/.git/config",
        "/openapi.json",
        "/swagger.json",
        "/docs",
        "/metrics",
        "/actuator",
        "/debug",
    ):
        yield Case("API9", "page that is not there", file, partial(_get, world, ROOTS + file))
    for header in (
        "X-Original-URL: /health",
        "X-Rewrite-URL: /health",
        "X-Forwarded-For: 127.0.0.1",
        "X-Real-IP: 127.0.0.1",
        "X-Forwarded-Host: localhost",
        "Forwarded: for=127.0.0.1",
        "X-Amzn-Principal: acme",
        "X-Custom-IP: ::1",
        "X-Amzn-RequestId: 1",
        "X-Api-Key: 00000000000000000000000000",
        "Via: 1.1 internal",
        "Origin: null",
        "Access-Control-Request-Method: GET",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
        "Expect: 100-continue",
        "Range: bytes=0-",
        "TE: trailers",
        "Connection: close, Authorization",
    ):
        yield Case("API8", "header", header[:40], partial(_get, world, ROOTS + path, header))
    inner = f"GET {ROOTS}{path} HTTP/1.1\r\nHost: x{END}"
    for name, headers, body in (
        (
            "CL.TE",
            f"Content-Length: {len(inner) + 5}\r\nTransfer-Encoding: chunked",
            f"0{END}{inner}",
        ),
        ("TE.CL", "Transfer-Encoding: chunked\r\nContent-Length: 4", f"5c\r\n{inner}\r\n0{END}"),
        ("TE.TE", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", f"0{END}{inner}"),
        ("TE with a space", "Transfer-Encoding : chunked", f"0{END}{inner}"),
        ("TE with a tab", "Transfer-Encoding:\tchunked", f"0{END}"),
        ("TE unknown", "Transfer-Encoding: xchunked", f"0{END}{inner}"),
        ("two lengths", "Content-Length: 0\r\nContent-Length: 44", inner),
        ("negative length", "Content-Length: -1", inner),
        ("length no number", "Content-Length: 1x", inner),
        ("length with plus", "Content-Length: +1", "a"),
        ("huge length", "Content-Length: 99999999999999999999", ""),
        ("huge chunk", "Transfer-Encoding: chunked", f"ffffffffffffffff\r\nx{END}"),
        ("negative chunk", "Transfer-Encoding: chunked", f"-1\r\nx{END}"),
        ("line feed in a header", "A: b\nAuthorization: Bearer x", ""),
        ("folded header", "A: b\r\n c: d", ""),
        ("null in a header", "A: b\0c", ""),
        ("no colon", "Authorization Bearer", ""),
        ("huge header", "A: " + "b" * 70_000, ""),
        ("many headers", "\r\n".join(f"A{i}: b" for i in range(2000)), ""),
    ):
        raw = f"POST {ROOTS}{path} HTTP/1.1\r\nHost: x\r\n{headers}{END}{body}"
        yield Case(
            "API8",
            "smuggling",
            name,
            partial(world.raw, raw.encode("latin-1")),
            range(400, 502),
        )
    for line in (
        "GET",
        "GET /v1/x",
        "GET  /v1/x HTTP/1.1",
        "get /v1/x HTTP/1.1",
        "GET /v1/x HTTP/9.9",
        "GET http://169.254.169.254/ HTTP/1.1",
        "CONNECT 127.0.0.1:80 HTTP/1.1",
        "GET /v1/\x00 HTTP/1.1",
        "\x16\x03\x01",
    ):
        raw = f"{line}\r\nHost: x{END}"
        yield Case(
            "API8",
            "request line",
            ascii(line),
            partial(world.raw, raw.encode("latin-1")),
            range(400, 506),
        )


def _get(world: World, path: str, header: str = "X-A: b") -> Answer:
    text = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\nConnection: close{END}"
    return world.raw(text.encode("latin-1"))
