"""The rules of orders, and what they can be asked to do."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.orders.model import (
    Item,
    MixedCurrenciesError,
    Money,
    Order,
    Status,
    TooLateError,
    place,
)
from services.orders.ports import Attempt, KeyReusedError, UnknownOrderError
from services.orders.use_cases import cancel_order, list_orders, place_order, read_order
from tests.unit.orders.orders_in_memory import InMemoryOrders

ITEM = Item("prd_1", 2, Money(1250, "EUR"))
ORDER = Order("ord_1", "acme", (ITEM,), Status.PLACED, "2026-11-24T10:00:00.000Z")
ATTEMPT = Attempt("acme", "key", "fingerprint")


def noon() -> datetime:
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_an_order_costs_what_its_items_cost() -> None:
    order = replace(ORDER, items=(ITEM, Item("prd_2", 3, Money(10, "EUR"))))

    assert order.total == Money(2530, "EUR")


def test_an_order_has_one_currency() -> None:
    with pytest.raises(MixedCurrenciesError):
        place("ord_1", "acme", (ITEM, Item("prd_2", 1, Money(10, "USD"))), "now")


def test_a_placed_order_can_be_cancelled() -> None:
    cancelled = ORDER.cancel()

    assert (cancelled.status, cancelled.version) == (Status.CANCELLED, 2)


@pytest.mark.parametrize("status", [Status.SHIPPED, Status.DELIVERED, Status.CANCELLED])
def test_any_other_order_stays_as_it_is(status: Status) -> None:
    orders = InMemoryOrders(replace(ORDER, status=status))

    with pytest.raises(TooLateError, match=status.value):
        cancel_order("ord_1", "acme", orders)

    assert orders.get("acme", "ord_1").status is status


def test_placing_keeps_the_order_and_says_when() -> None:
    orders = InMemoryOrders()

    order = place_order((ITEM,), ATTEMPT, orders, noon)

    assert order.placed_at == "2026-11-24T12:00:00.000Z"
    assert read_order(order.id, "acme", orders) == order


def test_placing_again_with_the_same_attempt_places_nothing() -> None:
    orders = InMemoryOrders()

    first = place_order((ITEM,), ATTEMPT, orders, noon)
    second = place_order((ITEM,), ATTEMPT, orders, noon)

    assert first == second
    assert len(list_orders("acme", 10, None, None, orders).orders) == 1


def test_another_request_under_a_used_key_is_refused() -> None:
    orders = InMemoryOrders()
    place_order((ITEM,), ATTEMPT, orders, noon)

    with pytest.raises(KeyReusedError):
        place_order((ITEM,), replace(ATTEMPT, fingerprint="other"), orders, noon)


def test_another_tenants_order_is_unknown() -> None:
    with pytest.raises(UnknownOrderError):
        read_order("ord_1", "globex", InMemoryOrders(ORDER))
