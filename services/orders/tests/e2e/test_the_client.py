"""The generated client with the shop's operations, against the running stack."""

import importlib
import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from services.customers.tests.e2e.test_customers_over_http import profile
from services.orders.tests.e2e.shop import on_sale
from shared.product import NAME
from tests.e2e.harness.people import signed_in
from tests.e2e.harness.stack import Stack, note

UNKNOWN = "ord_00000000000000000000000000"


@pytest.fixture(scope="module")
def library(client_library: Path) -> Any:
    """The client's modules."""
    del client_library
    return SimpleNamespace(
        client=importlib.import_module(f"{NAME}_client").AuthenticatedClient,
        models=importlib.import_module(f"{NAME}_client.models"),
        **operations("orders", "place", "read", "list_mine", "cancel"),
        **operations("catalog", "list_products", read_product="read"),
        **operations("customers", "put_me", "read_me", "export_me", "erase_me"),
    )


def operations(service: str, *names: str, **renamed: str) -> dict[str, Any]:
    """The modules of a service's operations, under these names."""
    modules = {name: name for name in names} | renamed
    return {
        ours: importlib.import_module(f"{NAME}_client.api.{service}.{name}")
        for ours, name in modules.items()
    }


@pytest.fixture
def acme(stack: Stack, library: Any) -> Iterator[Any]:
    with library.client(base_url=stack.outputs["api_url"], token=stack.token("acme")) as client:
        yield client


def place(library: Any, client: Any, *, quantity: int = 2) -> Any:
    models = library.models
    item = models.OrdersWantedBody(product_id=on_sale["lamp"], quantity=quantity)
    body = models.OrdersPlaceOrder(items=[item])
    return library.place.sync(client=client, body=body, idempotency_key=str(uuid4()))


def test_an_order_is_placed_listed_read_and_cancelled(library: Any, acme: Any) -> None:
    order = place(library, acme)
    page = library.list_mine.sync(client=acme, limit=5)
    read = library.read.sync(order.id, client=acme)
    cancelled = library.cancel.sync(order.id, client=acme)

    assert (order.total.amount, order.status) == (2500, library.models.OrdersStatus.PLACED)
    assert page.items[0] == read == order
    assert cancelled.status is library.models.OrdersStatus.CANCELLED


def test_a_refusal_is_a_typed_problem_with_its_request_id(library: Any, acme: Any) -> None:
    answer = library.read.sync_detailed(UNKNOWN, client=acme)

    assert answer.status_code is HTTPStatus.NOT_FOUND
    assert isinstance(answer.parsed, library.models.Problem)
    assert answer.parsed.detail == f"There is no order {UNKNOWN} of yours."
    assert answer.parsed.request_id == answer.headers["x-amzn-RequestId"]


def test_a_body_that_does_not_fit_is_a_problem(library: Any, acme: Any) -> None:
    problem = place(library, acme, quantity=0)

    assert (problem.status, type(problem)) == (400, library.models.Problem)


def test_the_gateways_own_refusal_is_a_problem_too(stack: Stack, library: Any) -> None:
    with library.client(base_url=stack.outputs["api_url"], token="nonsense") as nobody:
        problem = library.list_mine.sync(client=nobody)

    assert (problem.status, type(problem)) == (401, library.models.Problem)


def test_a_product_is_listed_and_read(library: Any, acme: Any) -> None:
    page = library.list_products.sync(client=acme, ids=on_sale["lamp"])
    read = library.read_product.sync(on_sale["lamp"], client=acme)

    assert [each.to_dict() for each in page.items] == [read.to_dict()]
    assert (read.name, read.price.amount) == ("Desk lamp", 1250)


def test_a_customer_is_made_read_exported_and_erased(stack: Stack, library: Any) -> None:
    body = library.models.CustomersPutProfile.from_dict(profile())
    token = signed_in(stack, "customer")["AccessToken"]
    note(f"{stack.outputs['api_url']}/customers/me", json.dumps(profile()))

    with library.client(base_url=stack.outputs["api_url"], token=token) as customer:
        created = library.put_me.sync(client=customer, body=body)
        read = library.read_me.sync_detailed(client=customer)
        export = library.export_me.sync(client=customer)
        erased = library.erase_me.sync_detailed(client=customer, if_match=read.headers["ETag"])

    assert read.parsed.to_dict() == created.to_dict()
    assert created.to_dict().items() >= profile().items()
    assert created.id in str(export.to_dict())
    assert erased.status_code is HTTPStatus.NO_CONTENT
