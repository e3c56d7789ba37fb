"""A failing catalog or token endpoint gives 503 with Retry-After, and nothing is stored."""

import contextlib
import socket
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread

import pytest
from urllib3 import PoolManager, Timeout

from services.orders.catalog import CatalogApi
from services.orders.handler import Shop, routes
from services.orders.tests.orders_in_memory import InMemoryFigures, InMemoryOrders
from shared.pagination import Cursors
from shared.service_calls import RETRIES, Credentials, ServiceClient
from tests.harness.in_process import Answer, Api, machine

PRODUCT = "prd_" + "A" * 26
ACME = machine("acme", "orders/read", "orders/write")
TOKEN = b'{"access_token": "token", "expires_in": 3600}'
PRICED = b'{"items": [{"id": "%s", "price": {"amount": 5, "currency": "EUR"}}]}' % PRODUCT.encode()
DRIP_SECONDS = 0.05


def answer(content: bytes, status: int = 200, length: int | None = None) -> bytes:
    size = len(content) if length is None else length
    return b"HTTP/1.1 %d It\r\nContent-Length: %d\r\n\r\n%s" % (status, size, content)


class Misbehaving(BaseRequestHandler):
    """One connection that misbehaves instead of answering."""

    server: "Server"

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            while head := self.request.recv(65536):
                self.server.requests += 1
                is_token = head.startswith(b"POST")
                if is_token is self.server.at_token:
                    self.server.does(self.request, self.server.over)
                else:
                    self.request.sendall(answer(TOKEN if is_token else PRICED))


@dataclass
class Server(ThreadingTCPServer):
    """A token endpoint and a catalog, one of which misbehaves."""

    does: Callable[[socket.socket, Event], None]
    at_token: bool

    daemon_threads = True

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Misbehaving)
        self.requests, self.over = 0, Event()
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


def hangs(_: socket.socket, over: Event) -> None:
    over.wait()


def resets(connection: socket.socket, _: Event) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def drips(connection: socket.socket, over: Event) -> None:
    """A correct answer, sent byte by byte: each byte in time, all of them too late."""
    for byte in answer(PRICED):
        connection.sendall(bytes([byte]))
        if over.wait(DRIP_SECONDS):
            return


def says(*parts: bytes) -> Callable[[socket.socket, Event], None]:
    def say(connection: socket.socket, _: Event) -> None:
        for part in parts:
            connection.sendall(part)
        connection.close()

    return say


MISBEHAVIOURS = {
    "hangs": hangs,
    "resets": resets,
    "drips": drips,
    "closes": says(),
    "stops in the middle": says(answer(PRICED[:20], length=len(PRICED))),
    "500": says(answer(b"{}", 500)),
    "503": says(answer(b"{}", 503)),
    "404": says(answer(b"{}", 404)),
    "no HTTP": says(b"\x16\x03\x01 hello\r\n\r\n"),
    "endless redirect": says(b"HTTP/1.1 307 R\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
    "nothing": says(answer(b"")),
    "no JSON": says(answer(b"<html>maintenance</html>")),
    "half of JSON": says(answer(b'{"items": [')),
    "another shape": says(answer(b'{"items": {"id": 1}}')),
    "a list": says(answer(b"[]")),
    "null": says(answer(b"null")),
    "no price": says(answer(b'{"items": [{"id": "%s"}]}' % PRODUCT.encode())),
    "a price below nothing": says(answer(PRICED.replace(b"5", b"-5"))),
    "a price beyond all": says(answer(PRICED.replace(b"5", b"1e400"))),
    "no currency": says(answer(PRICED.replace(b"EUR", b"euro"))),
}


@pytest.fixture
def served() -> Iterator[Callable[..., Server]]:
    with contextlib.ExitStack() as running:

        def serve(does: Callable[[socket.socket, Event], None], *, at_token: bool) -> Server:
            server = Server(does, at_token=at_token)
            running.callback(server.shutdown)
            running.callback(server.over.set)
            return server

        yield serve


def place(server: Server, orders: InMemoryOrders) -> Answer:
    """An order through a client with production's behaviour and shorter times."""
    known = Credentials("orders", "secret", f"{server.url}/token", f"{server.url}/v1")
    pool = PoolManager(
        timeout=Timeout(connect=0.5, read=0.1),
        retries=RETRIES.new(backoff_factor=0, backoff_jitter=0),
    )
    catalog = CatalogApi(ServiceClient("catalog", lambda: known, pool, budget_seconds=1))
    api = Api(routes, Shop(orders, catalog, InMemoryFigures(), Cursors(lambda: b"key")))
    body = {"items": [{"productId": PRODUCT, "quantity": 1}]}
    return api(ACME, "POST", "/orders", headers={"Idempotency-Key": "k"}, body=body)


@pytest.mark.parametrize("at_token", [False, True], ids=["catalog", "token"])
@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_no_order_comes_of_a_catalog_that_misbehaves(
    served: Callable[..., Server], name: str, at_token: bool
) -> None:
    server, orders = served(MISBEHAVIOURS[name], at_token=at_token), InMemoryOrders()

    refused = place(server, orders)

    assert (refused.status, refused.headers["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "5")
    assert refused.body["detail"].startswith("catalog cannot be asked now; nothing was changed")
    assert orders.page("acme", 10, None, None).orders == ()
    assert 0 < server.requests < 12


def test_the_same_request_is_good_once_the_catalog_is(served: Callable[..., Server]) -> None:
    orders = InMemoryOrders()
    place(served(hangs, at_token=False), orders)

    placed = place(served(says(answer(PRICED)), at_token=False), orders)

    assert placed.status == HTTPStatus.CREATED
    assert len(orders.page("acme", 10, None, None).orders) == 1
