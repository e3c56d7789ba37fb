"""Another service, and its token endpoint, that a test controls."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

from urllib3 import PoolManager, Timeout, make_headers

from shared.service_calls import RETRIES, Credentials, ServiceClient

PRICES = {"prd_1": 100, "prd_2": 200}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Api(ThreadingHTTPServer):
    """A token endpoint and a collection of priced things."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.tokens = 0
        self.asked: list[dict[str, Any]] = []
        self.failures: list[int] = []
        self.secret = "secret"
        self.secrets_read = 0
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def credentials(self) -> Credentials:
        """The secret's present value in Secrets Manager."""
        self.secrets_read += 1
        return Credentials("caller", self.secret, f"{self.url}/oauth2/token", f"{self.url}/v1")

    def expects(self) -> str:
        """The Authorization header of a token request with the valid secret."""
        return str(make_headers(basic_auth=f"caller:{self.secret}")["authorization"])


class Answering(BaseHTTPRequestHandler):
    server: Api

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Authorization"] != self.server.expects():
            self._answer(400, {"error": "invalid_client"})
            return
        self.server.tokens += 1
        self._answer(200, {"access_token": f"token-{self.server.tokens}", "expires_in": 3600})

    def do_GET(self) -> None:
        ids = parse_qs(urlparse(self.path).query)["ids"][0].split(",")
        seen = {"ids": ids, "token": self.headers["Authorization"]}
        self.server.asked.append(seen | {"correlation": self.headers["X-Correlation-Id"]})
        if self.server.failures:
            self._answer(self.server.failures.pop(0), {})
            return
        items = [
            {"id": each, "price": {"amount": PRICES[each], "currency": "EUR"}}
            for each in ids
            if each in PRICES
        ]
        self._answer(200, {"items": items})

    def _answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def client(api: Api, clock: Clock | None = None, **more: Any) -> ServiceClient:
    """A client that does not wait between its attempts."""
    retries = RETRIES.new(backoff_factor=0, backoff_jitter=0)
    pool = PoolManager(timeout=Timeout(connect=0.5, read=2), retries=retries)
    return ServiceClient("other", api.credentials, pool, clock=clock or Clock(), **more)
