"""The catalog compared with a plain model of it, over random sequences of operations."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from moto import mock_aws

from services.catalog.dynamodb import DynamoProducts
from services.catalog.handler import Shelf, routes
from services.catalog.tests.test_products_port import dynamo_client
from tests.harness.in_process import (
    BOUNDED,
    Answer,
    Api,
    at_once,
    cursors,
    machine,
)
from tests.harness.one_at_a_time import OneAtATime

ALL, ONE = "/catalog/products", "/catalog/products/{productId}"
MERCHANT = machine("shop", "catalog/read", "catalog/write")
CATEGORIES = ("lamps", "bulbs")
STALE = '"0"'
categories = st.sampled_from(CATEGORIES)


@dataclass(frozen=True)
class Known:
    """A product in the model."""

    category: str
    amount: int
    version: int = 1


def details(category: str, amount: int) -> dict[str, Any]:
    return {"name": "Lamp", "category": category, "price": {"amount": amount, "currency": "EUR"}}


def change(api: Api, product_id: str, amount: int, if_match: str) -> Answer:
    path, headers = {"productId": product_id}, {"If-Match": if_match}
    return api(MERCHANT, "PUT", ONE, path=path, headers=headers, body=details("lamps", amount))


def remove(api: Api, product_id: str, if_match: str) -> Answer:
    path, headers = {"productId": product_id}, {"If-Match": if_match}
    return api(MERCHANT, "DELETE", ONE, path=path, headers=headers)


class Catalog(RuleBasedStateMachine):
    """Everything that merchants and readers can do."""

    added = Bundle("added")

    def __init__(self) -> None:
        super().__init__()
        self.aws = mock_aws()
        self.aws.start()
        self.known: dict[str, Known] = {}
        products = DynamoProducts(OneAtATime(dynamo_client()), "catalog")
        self.api = Api(routes, Shelf(products, cursors))

    def teardown(self) -> None:
        self.aws.stop()

    @rule(target=added, category=categories, amount=st.integers(0, 9))
    def add(self, category: str, amount: int) -> str:
        answer = self.api(MERCHANT, "POST", ALL, body=details(category, amount))
        assert (answer.status, answer.headers["ETag"]) == (201, '"1"')
        product_id = str(answer.body["id"])
        assert product_id not in self.known
        self.known[product_id] = Known(category, amount)
        return product_id

    @rule(product_id=added, current=st.booleans())
    def read(self, product_id: str, current: bool) -> None:
        known = self.known.get(product_id)
        headers = {"If-None-Match": self._tag(product_id) if current else STALE}
        answer = self.api(MERCHANT, "GET", ONE, path={"productId": product_id}, headers=headers)
        assert answer.status == (404 if not known else 304 if current else 200)
        if known and not current:
            assert answer.body["price"]["amount"] == known.amount
            assert answer.headers["ETag"] == self._tag(product_id)

    @rule(product_id=added, names=st.sampled_from(["", "current", STALE]), amount=st.integers(0, 9))
    def change(self, product_id: str, names: str, amount: int) -> None:
        if_match = self._tag(product_id) if names == "current" else names
        answer = change(self.api, product_id, amount, if_match)
        if self._passes(answer, product_id, names):
            before = self.known[product_id]
            assert (answer.status, answer.body["price"]["amount"]) == (200, amount)
            self.known[product_id] = replace(
                before, category="lamps", amount=amount, version=before.version + 1
            )

    @rule(product_id=added, names=st.sampled_from(["", "current", STALE]))
    def remove(self, product_id: str, names: str) -> None:
        if_match = self._tag(product_id) if names == "current" else names
        answer = remove(self.api, product_id, if_match)
        if self._passes(answer, product_id, names):
            assert answer.status == 204
            del self.known[product_id]

    @rule(
        product_id=added,
        amounts=st.lists(st.integers(10, 99), min_size=2, max_size=4, unique=True),
        removes=st.booleans(),
    )
    def change_at_once(self, product_id: str, amounts: list[int], removes: bool) -> None:
        """Several callers change one version at once: one change is made, the rest are refused."""
        tag, before = self._tag(product_id), self.known.get(product_id)
        calls = [partial(change, self.api, product_id, amount, tag) for amount in amounts]
        calls += [partial(remove, self.api, product_id, tag)] * removes
        answers = at_once(calls)
        done = [answer for answer in answers if answer.status in {200, 204}]
        assert {each.status for each in answers} <= {200, 204, 404, 412}
        assert len(done) == (1 if before else 0)
        if before and done[0].status == 204:
            del self.known[product_id]
        elif before:
            amount = done[0].body["price"]["amount"]
            assert done[0] is answers[amounts.index(amount)]
            self.known[product_id] = Known("lamps", amount, before.version + 1)

    def _passes(self, answer: Answer, product_id: str, names: str) -> bool:
        """Whether the change must have been made; a refusal must have the right status."""
        if product_id not in self.known:
            assert answer.status == 404
        elif names != "current":
            assert answer.status == (412 if names else 428)
        return product_id in self.known and names == "current"

    def _tag(self, product_id: str) -> str:
        return f'"{self.known[product_id].version}"' if product_id in self.known else '"1"'

    @rule(category=categories, limit=st.integers(2, 6))
    def walk_while_products_come_in(self, category: str, limit: int) -> None:
        before, query = self._ids(category), {"category": category, "limit": str(limit)}
        # Some: a walk goes from old to new, and would never end while ever more are added.
        more = iter([category] * 3)
        walk = partial(self.api.walk, MERCHANT, ALL, query, lambda: self._some_more(more))
        adding = [partial(self._one_more, each) for each in CATEGORIES]
        calls: list[Callable[[], Any]] = [walk, *adding]
        items, *_ = at_once(calls)
        ids = [each["id"] for each in items]
        assert [each for each in ids if each in before] == before
        assert len(set(ids)) == len(ids)

    @invariant()
    def a_category_lists_its_own_and_nothing_else(self) -> None:
        for category in CATEGORIES:
            query = {"category": category, "limit": "100"}
            items = self.api(MERCHANT, "GET", ALL, query=query).body["items"]
            assert [each["id"] for each in items] == self._ids(category)

    def _some_more(self, categories: Iterator[str]) -> None:
        for category in islice(categories, 1):
            self._one_more(category)

    def _one_more(self, category: str) -> None:
        answer = self.api(MERCHANT, "POST", ALL, body=details(category, 5))
        self.known[answer.body["id"]] = Known(category, 5)

    def _ids(self, category: str) -> list[str]:
        return sorted(id_ for id_, each in self.known.items() if each.category == category)


TestCatalog = Catalog.TestCase
TestCatalog.settings = BOUNDED
