"""Calls between services: tokens, retries, and the circuit breaker."""

import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from urllib3 import PoolManager, Timeout, make_headers

from services.orders.catalog import CatalogApi, Products
from services.orders.model import Money
from services.orders.ports import UnknownProductError
from shared.circuit_breaker import CircuitBreaker
from shared.service_calls import RETRIES, Credentials, ServiceClient, ServiceUnavailableError

ONE = {"ids": "prd_1"}

PRICES = {"prd_1": 100, "prd_2": 200}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Api(ThreadingHTTPServer):
    """A token endpoint and a catalog that a test controls."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.tokens = 0
        self.asked: list[dict[str, Any]] = []
        self.failures: list[int] = []
        self.secret = "secret"
        self.secrets_read = 0
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def credentials(self) -> Credentials:
        """The secret's present value in Secrets Manager."""
        self.secrets_read += 1
        return Credentials("orders", self.secret, f"{self.url}/oauth2/token", f"{self.url}/v1")

    def expects(self) -> str:
        """The Authorization header of a token request with the valid secret."""
        return str(make_headers(basic_auth=f"orders:{self.secret}")["authorization"])


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


@pytest.fixture
def api() -> Iterator[Api]:
    server = Api()
    yield server
    server.shutdown()


def client(api: Api, clock: Clock | None = None, **more: Any) -> ServiceClient:
    """A client that does not wait between its attempts."""
    retries = RETRIES.new(backoff_factor=0, backoff_jitter=0)
    pool = PoolManager(timeout=Timeout(connect=0.5, read=2), retries=retries)
    return ServiceClient("catalog", api.credentials, pool, clock=clock or Clock(), **more)


def prices(asking: ServiceClient, *ids: str, clock: Clock | None = None) -> dict[str, Money]:
    return CatalogApi(asking, clock or Clock()).prices(set(ids), "c1")


def test_prices_come_over_http(api: Api) -> None:
    amounts = prices(client(api), "prd_1", "prd_2")

    assert amounts == {"prd_1": Money(100, "EUR"), "prd_2": Money(200, "EUR")}
    assert api.asked == [
        {"ids": ["prd_1", "prd_2"], "token": "Bearer token-1", "correlation": "c1"}
    ]


def test_an_unknown_product_is_named(api: Api) -> None:
    with pytest.raises(UnknownProductError, match="prd_9"):
        prices(client(api), "prd_1", "prd_9")


def test_many_products_are_asked_for_in_parts(api: Api) -> None:
    ids = [f"prd_{number}" for number in range(3, 33)]

    with pytest.raises(UnknownProductError):
        prices(client(api), *ids)

    assert [len(each["ids"]) for each in api.asked] == [25, 5]


def test_a_price_is_kept_for_a_few_seconds(api: Api) -> None:
    clock = Clock()
    catalog = CatalogApi(client(api), clock)
    for moment in (0.0, 4.9, 5.1):
        clock.now = moment
        catalog.prices({"prd_1"}, "c1")

    assert len(api.asked) == 2


def test_a_token_is_kept_until_a_minute_before_its_end(api: Api) -> None:
    clock = Clock()
    asking = client(api, clock)
    for moment in (0.0, 3539.0, 3541.0):
        clock.now = moment
        asking.get(Products, "/x", ONE, "c1")

    assert [each["token"] for each in api.asked] == ["Bearer token-1"] * 2 + ["Bearer token-2"]


def test_a_refused_token_is_fetched_anew_once(api: Api) -> None:
    api.failures = [401]

    assert prices(client(api), "prd_1")
    assert [each["token"] for each in api.asked] == ["Bearer token-1", "Bearer token-2"]


def test_a_renewed_secret_is_read_anew_and_costs_no_order(api: Api) -> None:
    clock = Clock()
    asking = client(api, clock)
    asking.get(Products, "/x", ONE, "c1")
    api.secret, clock.now = "renewed", 3600.0

    asking.get(Products, "/x", ONE, "c1")

    assert (api.tokens, api.secrets_read) == (2, 2)


def test_credentials_that_are_no_good_are_not_tried_for_ever(api: Api) -> None:
    wrong = replace(api.credentials(), client_secret="wrong")
    asking = ServiceClient("catalog", lambda: wrong)

    with pytest.raises(ServiceUnavailableError):
        asking.get(Products, "/x", ONE, "c1")

    assert (api.tokens, api.asked) == (0, [])


def test_an_api_that_has_moved_is_found_after_the_first_failure(api: Api) -> None:
    gone = replace(api.credentials(), api_url="http://127.0.0.1:9/v1")
    known = [api.credentials(), gone]
    asking = ServiceClient("catalog", known.pop)

    with pytest.raises(ServiceUnavailableError):
        asking.get(Products, "/x", ONE, "c1")

    assert asking.get(Products, "/x", ONE, "c1").items[0].id == "prd_1"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_is_repeated(api: Api, status: int) -> None:
    api.failures = [status, status]

    assert prices(client(api), "prd_1")
    assert len(api.asked) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_what_will_not_pass_is_not_repeated(api: Api, status: int) -> None:
    api.failures = [status]

    with pytest.raises(ServiceUnavailableError):
        prices(client(api), "prd_1")

    assert len(api.asked) == 1


def test_retries_come_to_an_end(api: Api) -> None:
    api.failures = [503] * 10

    with pytest.raises(ServiceUnavailableError):
        prices(client(api), "prd_1")

    assert len(api.asked) == 3


def test_a_service_that_is_not_there_is_unavailable() -> None:
    nowhere = Credentials("a", "b", "http://127.0.0.1:9/token", "http://127.0.0.1:9/v1")

    with pytest.raises(ServiceUnavailableError, match="nothing was changed"):
        ServiceClient("catalog", lambda: nowhere).get(Products, "/x", {}, "c1")


def test_what_fails_again_and_again_is_left_alone(api: Api) -> None:
    clock = Clock()
    asking = client(api, breaker=CircuitBreaker(failures=2, open_seconds=5, clock=clock))
    api.failures = [500, 500, 500]
    for _ in range(3):
        with pytest.raises(ServiceUnavailableError):
            asking.get(Products, "/x", ONE, "c1")

    assert len(api.asked) == 2


def test_one_trial_closes_or_opens_the_circuit_again() -> None:
    clock = Clock()
    breaker = CircuitBreaker(failures=2, open_seconds=5, clock=clock)
    breaker.failed()
    assert breaker.wait_seconds() == 0
    breaker.failed()
    assert breaker.wait_seconds() == 5

    clock.now = 5.0
    assert breaker.wait_seconds() == 0
    breaker.failed()
    assert breaker.wait_seconds() == 5

    clock.now = 10.0
    breaker.succeeded()
    breaker.failed()
    assert breaker.wait_seconds() == 0
