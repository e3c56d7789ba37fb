"""Prices from the catalog, over HTTP."""

from collections.abc import Iterator

import pytest

from services.orders.catalog import CatalogApi
from services.orders.model import Money
from services.orders.ports import UnknownProductError
from shared.service_calls import ServiceClient
from tests.harness.other_service import Api, Clock, client


@pytest.fixture
def api() -> Iterator[Api]:
    server = Api()
    yield server
    server.shutdown()


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
