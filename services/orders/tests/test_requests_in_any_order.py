"""Orders compared with a plain model of them, over random sequences of operations."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import Any, Literal

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from moto import mock_aws

from services.orders.dynamodb import DynamoOrders
from services.orders.handler import Shop, routes
from services.orders.model import Money
from services.orders.ports import UnknownProductError
from services.orders.tests.orders_in_memory import InMemoryFigures
from services.orders.tests.test_orders_port import dynamo_client
from tests.harness.in_process import (
    BOUNDED,
    Answer,
    Api,
    DiedError,
    Mortal,
    at_once,
    cursors,
    machine,
)
from tests.harness.one_at_a_time import OneAtATime

ONE = "/orders/{orderId}"
LAMP, BULB = "prd_" + "A" * 26, "prd_" + "B" * 26
SCOPES = ("orders/read", "orders/write")
TENANTS = {name: machine(name, *SCOPES) for name in ("acme", "globex")}
STAFF = machine("shop", "orders/admin")
tenants = st.sampled_from(sorted(TENANTS))
keys = st.sampled_from("abc")
wants = st.tuples(st.sampled_from([LAMP, BULB]), st.integers(1, 3))
MOVES = {  # what it is called: from where, to where
    "cancel": ("placed", "cancelled"),
    "ship": ("placed", "shipped"),
    "deliver": ("shipped", "delivered"),
}


class Prices:
    """The fake catalog, with changing prices and disappearing products."""

    def __init__(self) -> None:
        self.amounts = {LAMP: 100, BULB: 7}

    def prices(self, product_ids: set[str], correlation_id: str) -> dict[str, Money]:  # noqa: ARG002
        if absent := product_ids - self.amounts.keys():
            raise UnknownProductError(min(absent))
        return {each: Money(self.amounts[each], "EUR") for each in product_ids}


@dataclass(frozen=True)
class Known:
    """An order in the model."""

    tenant: str
    key: str
    item: tuple[str, int]
    total: int
    status: str = "placed"
    version: int = 1


@dataclass
class Model:
    """All placed orders, and their idempotency keys."""

    orders: dict[str, Known] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)

    def ids(self, tenant: str, status: str | None = None) -> list[str]:
        """The tenant's orders, newest first."""
        own = {id_: each for id_, each in self.orders.items() if each.tenant == tenant}
        return sorted((i for i, o in own.items() if status in {None, o.status}), reverse=True)


def place(api: Api, tenant: str, key: str, item: tuple[str, int]) -> Answer:
    body = {"items": [{"productId": item[0], "quantity": item[1]}]}
    headers = {"Idempotency-Key": key}
    return api(TENANTS[tenant], "POST", "/orders", headers=headers, body=body)


def place_until_told(api: Api, tenant: str, key: str, item: tuple[str, int]) -> Answer:
    """Place an order as callers do: repeat while it is in progress, after Retry-After."""
    answer = place(api, tenant, key, item)
    while answer.status == 409:
        assert answer.headers["Retry-After"] == "1"
        answer = place(api, tenant, key, item)
    return answer


def move(api: Api, caller: Any, order_id: str, name: str, if_match: str = "") -> Answer:
    headers = {"If-Match": if_match} if if_match else {}
    return api(caller, "POST", f"{ONE}/{name}", path={"orderId": order_id}, headers=headers)


class Orders(RuleBasedStateMachine):
    """Everything that consumers and staff can do."""

    placed = Bundle("placed")

    def __init__(self) -> None:
        super().__init__()
        self.aws = mock_aws()
        self.aws.start()
        self.prices, self.model, self.fresh = Prices(), Model(), count()
        self.client, self.figures = Mortal(OneAtATime(dynamo_client())), InMemoryFigures()
        orders = DynamoOrders(self.client, "orders")
        self.api = Api(routes, Shop(orders, self.prices, self.figures, cursors))

    def teardown(self) -> None:
        self.aws.stop()

    @rule(product=st.sampled_from([LAMP, BULB]), amount=st.none() | st.integers(0, 500))
    def price(self, product: str, amount: int | None) -> None:
        self.prices.amounts.pop(product, None)
        if amount is not None:
            self.prices.amounts[product] = amount

    @rule(target=placed, tenant=tenants, key=keys, item=wants)
    def place(self, tenant: str, key: str, item: tuple[str, int]) -> Any:
        answer = place(self.api, tenant, key, item)
        first = self.model.keys.get((tenant, key))
        if first:
            self._same(answer, first, item)
        elif item[0] not in self.prices.amounts:
            assert answer.status == 422
        else:
            return self._placed(answer, tenant, key, item)
        return multiple()

    @rule(
        target=placed,
        attempts=st.lists(st.tuples(tenants, keys, wants), min_size=2, max_size=4),
        times=st.integers(1, 2),
    )
    def place_at_once(self, attempts: list[tuple[str, str, tuple[str, int]]], times: int) -> Any:
        """Several placements at once: some share a key, with equal or different bodies."""
        attempts = attempts * times
        answers = at_once([partial(place_until_told, self.api, *each) for each in attempts])
        ids = []
        # What was placed first: the others under its key are judged by it.
        for (tenant, key, item), answer in sorted(
            zip(attempts, answers, strict=True), key=lambda each: each[1].status
        ):
            if first := self.model.keys.get((tenant, key)):
                self._same(answer, first, item)
            elif item[0] not in self.prices.amounts:
                assert answer.status == 422
            else:
                ids.append(self._placed(answer, tenant, key, item))
        return multiple(*ids)

    @rule(
        target=placed,
        tenant=tenants,
        key=keys,
        item=wants,
        dies=st.sampled_from(["before", "after"]),
    )
    def place_and_die(
        self, tenant: str, key: str, item: tuple[str, int], dies: Literal["before", "after"]
    ) -> Any:
        """The function crashes before or after the write, and the caller repeats the request."""
        if (tenant, key) in self.model.keys or item[0] not in self.prices.amounts:
            return multiple()
        self.client.dies = dies
        with pytest.raises(DiedError):
            place(self.api, tenant, key, item)
        return self._placed(place(self.api, tenant, key, item), tenant, key, item)

    @rule(order_id=placed)
    def retry(self, order_id: str) -> None:
        known = self.model.orders[order_id]
        answer = place(self.api, known.tenant, known.key, known.item)
        self._same(answer, order_id, known.item)

    def _same(self, answer: Answer, first: str, item: tuple[str, int]) -> None:
        known = self.model.orders[first]
        if item != known.item:
            assert answer.status == 422
            return
        assert (answer.status, answer.body["id"], answer.headers["ETag"]) == (201, first, '"1"')
        assert (answer.body["status"], answer.body["total"]["amount"]) == ("placed", known.total)

    def _placed(self, answer: Answer, tenant: str, key: str, item: tuple[str, int]) -> str:
        assert answer.status == 201
        order_id, total = answer.body["id"], self.prices.amounts[item[0]] * item[1]
        assert answer.body["total"] == {"amount": total, "currency": "EUR"}
        assert order_id not in self.model.orders
        self.model.keys[tenant, key] = order_id
        self.model.orders[order_id] = Known(tenant, key, item, total)
        return str(order_id)

    @rule(order_id=placed, tenant=tenants, stale=st.booleans())
    def read(self, order_id: str, tenant: str, stale: bool) -> None:
        known = self.model.orders[order_id]
        headers = {"If-None-Match": f'"{known.version - stale}"'}
        path = {"orderId": order_id}
        answer = self.api(TENANTS[tenant], "GET", ONE, path=path, headers=headers)
        assert answer.status == (404 if tenant != known.tenant else 200 if stale else 304)
        if answer.status == 200:
            assert answer.body["status"] == known.status
            assert answer.headers["ETag"] == f'"{known.version}"'

    @rule(
        order_id=placed,
        tenant=tenants,
        name=st.sampled_from(sorted(MOVES)),
        names=st.sampled_from([None, 0, 1]),
    )
    def move(self, order_id: str, tenant: str, name: str, names: int | None) -> None:
        known, (source, goal) = self.model.orders[order_id], MOVES[name]
        caller = TENANTS[tenant] if name == "cancel" else STAFF
        if_match = "" if names is None else f'"{known.version - names}"'
        answer = move(self.api, caller, order_id, name, if_match)
        if name == "cancel" and tenant != known.tenant:
            assert answer.status == 404
        elif names:
            assert answer.status == 412
        elif known.status != source:
            assert answer.status == 409
        else:
            assert (answer.status, answer.body["status"]) == (200, goal)
            self.model.orders[order_id] = replace(known, status=goal, version=known.version + 1)

    @rule(order_id=placed, names=st.lists(st.sampled_from(sorted(MOVES)), min_size=2, max_size=4))
    def move_at_once(self, order_id: str, names: list[str]) -> None:
        """The successful moves, in order of their versions, are a valid sequence of statuses."""
        known = self.model.orders[order_id]
        callers = {"cancel": TENANTS[known.tenant]}
        moves = [partial(move, self.api, callers.get(n, STAFF), order_id, n) for n in names]
        answers = at_once(moves)
        done = sorted(
            (int(each.headers["ETag"].strip('"')), name)
            for name, each in zip(names, answers, strict=True)
            if each.status == 200
        )
        assert {each.status for each in answers} <= {200, 409}
        assert done or known.status not in {MOVES[name][0] for name in names}
        for version, name in done:
            assert (known.status, known.version + 1) == (MOVES[name][0], version)
            known = replace(known, status=MOVES[name][1], version=version)
        self.model.orders[order_id] = known

    @rule(tenant=tenants, limit=st.integers(1, 3), status=st.none() | st.just("placed"))
    def walk_while_orders_come_in(self, tenant: str, limit: int, status: str | None) -> None:
        before = self.model.ids(tenant, status)
        query = {"limit": str(limit)} | ({"status": status} if status else {})
        between = partial(self._one_more, tenant)
        walk = partial(self.api.walk, TENANTS[tenant], "/orders", query, between)
        adding = [partial(self._one_more, each) for each in TENANTS]
        calls: list[Callable[[], Any]] = [walk, *adding]
        items, *_ = at_once(calls)
        assert [each["id"] for each in items if each["id"] in before] == before
        assert len({each["id"] for each in items}) == len(items)

    def _one_more(self, tenant: str) -> None:
        key, item = f"fresh-{next(self.fresh)}", (LAMP, 1)
        self.prices.amounts.setdefault(LAMP, 100)
        self._placed(place(self.api, tenant, key, item), tenant, key, item)

    @invariant()
    def each_sees_all_of_its_own_and_nothing_else(self) -> None:
        for tenant, caller in TENANTS.items():
            items = self.api(caller, "GET", "/orders", query={"limit": "100"}).body["items"]
            assert [each["id"] for each in items] == self.model.ids(tenant)

    @invariant()
    def no_order_is_counted_twice(self) -> None:
        counted = [order.id for order in self.figures.counted]
        assert set(counted) <= set(self.model.orders)
        assert len(set(counted)) == len(counted)


TestOrders = Orders.TestCase
TestOrders.settings = BOUNDED
