"""Prices from the catalog's API."""

import time
from collections.abc import Callable

from pydantic import Field

from services.orders.model import MAX_AMOUNT, Money
from services.orders.ports import UnknownProductError
from shared.schema import Schema
from shared.service_calls import ServiceClient

KEEP_SECONDS = 5.0
"""An order may carry a price that was changed so shortly before it."""
AT_ONCE = 25
"""The catalog looks up so many products at once."""
MOST_KEPT = 1000


class Answer(Schema):
    """The fields of the catalog's answers that orders needs; others are ignored."""


class Price(Answer):
    """An amount in the currency's minor unit."""

    amount: int = Field(ge=0, le=MAX_AMOUNT)
    currency: str = Field(pattern="^[A-Z]{3}$")


class Product(Answer):
    """A product that can be ordered."""

    id: str
    price: Price


class Products(Answer):
    """The existing products of those requested."""

    items: list[Product]


class CatalogApi:
    """The port `Catalog` over HTTP."""

    def __init__(self, client: ServiceClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._kept: dict[str, tuple[Money, float]] = {}

    def prices(self, product_ids: set[str], correlation_id: str) -> dict[str, Money]:
        """Prices of all the products; recent ones come from a short cache."""
        now = self._clock()
        known = {
            each: self._kept[each][0]
            for each in product_ids
            if each in self._kept and self._kept[each][1] > now
        }
        missing = sorted(product_ids - known.keys())
        for begin in range(0, len(missing), AT_ONCE):
            known |= self._asked(missing[begin : begin + AT_ONCE], correlation_id)
        absent = product_ids - known.keys()
        if absent:
            raise UnknownProductError(min(absent))
        return known

    def _asked(self, product_ids: list[str], correlation_id: str) -> dict[str, Money]:
        query = {"ids": ",".join(product_ids)}
        answer = self._client.get(Products, "/catalog/products", query, correlation_id)
        prices = {
            each.id: Money(each.price.amount, each.price.currency)
            for each in answer.items
            if each.id in product_ids
        }
        if len(self._kept) > MOST_KEPT:
            self._kept.clear()
        ends = self._clock() + KEEP_SECONDS
        self._kept |= {product_id: (price, ends) for product_id, price in prices.items()}
        return prices
