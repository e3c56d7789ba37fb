"""AWS's own host names, as functions call them: over TLS, by whatever library."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from embedded_aws.tests.integration.functions.conftest import Lambda, deployed

KEYS = "https://cognito-idp.eu-central-1.amazonaws.com/pool/.well-known/jwks.json"
API = "https://abc.execute-api.us-east-1.amazonaws.com/dev/things?a=b"
TOKENS = "https://shop.auth.eu-central-1.amazoncognito.com/oauth2/token"
SOURCE = """
import urllib.request, urllib3
def handle(url, context):
    with urllib.request.urlopen(url, timeout=2) as answer:
        plain = answer.read().decode()
    return [plain, urllib3.PoolManager(retries=False).request("GET", url).data.decode()]
"""
ELSEWHERE = """
import socket, ssl
def handle(host, context):
    ours, theirs = socket.socketpair()
    named = {"server_hostname": host, "do_handshake_on_connect": False}
    return type(ssl.create_default_context().wrap_socket(ours, **named)).__name__
"""


class Names(BaseHTTPRequestHandler):
    """Answers with the server's place, the host asked for, and the path."""

    def do_GET(self) -> None:
        """Answer."""
        place = self.server.place  # type: ignore[attr-defined]
        body = f"{place} {self.headers['Host']} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


@pytest.fixture
def places() -> Iterator[dict[str, str]]:
    servers = {each: ThreadingHTTPServer(("127.0.0.1", 0), Names) for each in ("aws", "api")}
    for place, server in servers.items():
        server.place = place  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {name: f"http://127.0.0.1:{each.server_port}" for name, each in servers.items()}
    for server in servers.values():
        server.shutdown()
        server.server_close()


def answer_of(local_lambda: Lambda, source: str, event: object, **places: str) -> Any:
    async def call() -> bytes:
        environment = {
            "AWS_ENDPOINT_URL": places.get("aws", "http://127.0.0.1:1"),
            "AWS_ENDPOINT_URL_EXECUTE_API": places.get("api", "http://127.0.0.1:1"),
        }
        async with local_lambda(deployed(source), environment=environment) as functions:
            return (await functions.invoke("sample", json.dumps(event).encode())).payload

    return json.loads(asyncio.run(call()))


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        (KEYS, "aws cognito-idp.eu-central-1.amazonaws.com /pool/.well-known/jwks.json"),
        (TOKENS, "aws shop.auth.eu-central-1.amazoncognito.com /oauth2/token"),
        (API, "api abc.execute-api.us-east-1.amazonaws.com /dev/things?a=b"),
    ],
)
def test_a_host_of_aws_is_answered_here(
    local_lambda: Lambda, places: dict[str, str], url: str, answer: str
) -> None:
    assert answer_of(local_lambda, SOURCE, url, **places) == [answer, answer]


def test_other_hosts_are_met_with_tls(local_lambda: Lambda) -> None:
    assert answer_of(local_lambda, ELSEWHERE, "example.com") == "SSLSocket"
    assert answer_of(local_lambda, ELSEWHERE, "notamazonaws.com") == "SSLSocket"


def test_the_function_sees_nothing_of_it(local_lambda: Lambda) -> None:
    source = """
import os, sys
def handle(event, context):
    left = [each for each in os.environ if "EXECUTE_API" in each]
    return [left, "ssl" in sys.modules, [each for each in sys.path if "runtimes" in each]]
"""

    assert answer_of(local_lambda, source, {}) == [[], False, []]
