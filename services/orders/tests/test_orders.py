"""The rules and use cases of orders."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.orders.model import (
    MAX_AMOUNT,
    Item,
    MixedCurrenciesError,
    Money,
    Order,
    Status,
    TooExpensiveError,
    Wanted,
    Wish,
    WrongStatusError,
    as_placed,
    place,
)
from services.orders.ports import KeyExpiredError, UnknownOrderError, UnknownProductError
from services.orders.tests.orders_in_memory import InMemoryCatalog, InMemoryFigures, InMemoryOrders
from services.orders.use_cases import (
    cancel_order,
    deliver_order,
    list_orders,
    place_order,
    read_order,
    ship_order,
)
from shared.idempotency import Attempt, KeyReusedError
from shared.ids import is_id, new_id
from shared.service_calls import ServiceUnavailableError
from shared.versions import WHICHEVER, PreconditionFailedError, Versions

ITEM = Item("prd_1", 2, unit_price=Money(1250, "EUR"))
ORDER = Order(
    items=(ITEM,),
    id="ord_1",
    tenant="acme",
    status=Status.PLACED,
    placed_at="2026-11-24T10:00:00.000Z",
)
ATTEMPT = Attempt("acme", "key", "fingerprint", "correlation")


def noon() -> datetime:
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


def placed(
    orders: InMemoryOrders,
    attempt: Attempt = ATTEMPT,
    catalog: InMemoryCatalog | None = None,
    figures: InMemoryFigures | None = None,
) -> Order:
    catalog = catalog or InMemoryCatalog(prd_1=Money(1250, "EUR"))
    figures = figures or InMemoryFigures()
    return place_order(Wish((Wanted("prd_1", 2),)), attempt, orders, catalog, figures, noon)


def test_an_order_costs_what_its_items_cost() -> None:
    order = replace(ORDER, items=(ITEM, Item("prd_2", 3, unit_price=Money(10, "EUR"))))

    assert order.total == Money(2530, "EUR")


def placed_at(*prices: Money) -> Order:
    """An order of one piece each at these prices."""
    by_product = {f"prd_{number}": price for number, price in enumerate(prices)}
    wish = Wish(tuple(Wanted(product_id, 1) for product_id in by_product))
    return place("ord_1", "acme", wish, by_product, "now")


def test_an_order_has_one_currency() -> None:
    with pytest.raises(MixedCurrenciesError, match="place one order for each"):
        placed_at(Money(1250, "EUR"), Money(10, "USD"))


def test_an_order_costs_no_more_than_the_contract_can_say() -> None:
    dearest = Money(MAX_AMOUNT, "EUR")

    assert placed_at(dearest).total.amount == MAX_AMOUNT
    with pytest.raises(TooExpensiveError, match=r"1000000001 EUR .* place several orders"):
        placed_at(dearest, Money(1, "EUR"))


def test_a_placed_order_can_be_cancelled() -> None:
    cancelled = ORDER.cancel()

    assert (cancelled.status, cancelled.version) == (Status.CANCELLED, 2)


@pytest.mark.parametrize("status", [Status.SHIPPED, Status.DELIVERED, Status.CANCELLED])
def test_any_other_order_stays_as_it_is(status: Status) -> None:
    orders = InMemoryOrders(replace(ORDER, status=status))

    why = f"Order ord_1 is {status.value}; only a placed order can be cancelled"
    with pytest.raises(WrongStatusError, match=why):
        cancel_order("ord_1", "acme", None, orders)

    assert orders.get("acme", "ord_1").status is status


def test_placing_keeps_the_order_and_says_when() -> None:
    orders = InMemoryOrders()

    order = placed(orders)

    assert order.placed_at == "2026-11-24T12:00:00.000Z"
    assert read_order(order.id, "acme", orders) == order


def test_placing_again_with_the_same_attempt_places_nothing() -> None:
    orders = InMemoryOrders()

    first = placed(orders)
    second = placed(orders)

    assert first == second
    assert len(list_orders("acme", 10, None, None, orders).orders) == 1


def test_another_request_under_a_used_key_is_refused() -> None:
    orders = InMemoryOrders()
    placed(orders)

    with pytest.raises(KeyReusedError):
        placed(orders, replace(ATTEMPT, fingerprint="other"))


def test_another_tenants_order_is_unknown() -> None:
    with pytest.raises(UnknownOrderError):
        read_order("ord_1", "globex", InMemoryOrders(ORDER))


def test_an_order_has_the_catalogs_prices() -> None:
    order = placed(InMemoryOrders(), catalog=InMemoryCatalog(prd_1=Money(7, "USD")))

    assert order.total == Money(14, "USD")


def test_what_the_catalog_does_not_have_is_not_ordered() -> None:
    orders = InMemoryOrders()

    with pytest.raises(UnknownProductError, match="prd_1"):
        placed(orders, catalog=InMemoryCatalog())

    assert list_orders("acme", 10, None, None, orders).orders == ()


def test_nothing_is_kept_while_the_catalog_is_closed() -> None:
    orders, catalog = InMemoryOrders(), InMemoryCatalog(prd_1=Money(7, "USD"))
    catalog.is_open = False

    with pytest.raises(ServiceUnavailableError):
        placed(orders, catalog=catalog)

    assert list_orders("acme", 10, None, None, orders).orders == ()


def test_a_retry_gets_its_order_though_the_catalog_is_closed() -> None:
    orders, catalog = InMemoryOrders(), InMemoryCatalog(prd_1=Money(7, "USD"))
    first = placed(orders, catalog=catalog)
    catalog.is_open = False

    assert placed(orders, catalog=catalog) == first


def test_a_retry_gets_its_order_though_the_product_is_gone() -> None:
    orders = InMemoryOrders()
    first = placed(orders)

    assert placed(orders, catalog=InMemoryCatalog()) == first


@pytest.mark.parametrize("price", [Money(1250, "USD"), Money(MAX_AMOUNT, "EUR")])
def test_a_retry_gets_its_order_though_the_prices_make_none_any_more(price: Money) -> None:
    orders, wish = InMemoryOrders(), Wish((Wanted("prd_1", 2), Wanted("prd_2", 1)))
    before = InMemoryCatalog(prd_1=Money(1250, "EUR"), prd_2=Money(1, "EUR"))
    after = InMemoryCatalog(prd_1=price, prd_2=Money(1, "EUR"))
    first = place_order(wish, ATTEMPT, orders, before, InMemoryFigures(), noon)

    assert place_order(wish, ATTEMPT, orders, after, InMemoryFigures(), noon) == first


def test_an_order_is_shipped_then_delivered() -> None:
    orders = InMemoryOrders(ORDER)

    shipped = ship_order("ord_1", None, orders)
    delivered = deliver_order("ord_1", None, orders)

    assert (shipped.status, delivered.status) == (Status.SHIPPED, Status.DELIVERED)


@pytest.mark.parametrize("status", [Status.SHIPPED, Status.DELIVERED, Status.CANCELLED])
def test_only_a_placed_order_is_shipped(status: Status) -> None:
    with pytest.raises(WrongStatusError, match="only a placed order can be shipped"):
        replace(ORDER, status=status).ship()


@pytest.mark.parametrize("status", [Status.PLACED, Status.DELIVERED, Status.CANCELLED])
def test_only_a_shipped_order_is_delivered(status: Status) -> None:
    with pytest.raises(WrongStatusError, match="only a shipped order can be delivered"):
        replace(ORDER, status=status).deliver()


def cancel(versions: Versions, orders: InMemoryOrders) -> Order:
    return cancel_order("ord_1", "acme", versions, orders)


def ship(versions: Versions, orders: InMemoryOrders) -> Order:
    return ship_order("ord_1", versions, orders)


def deliver(versions: Versions, orders: InMemoryOrders) -> Order:
    return deliver_order("ord_1", versions, orders)


MOVES = [
    (cancel, Status.PLACED, Status.CANCELLED),
    (ship, Status.PLACED, Status.SHIPPED),
    (deliver, Status.SHIPPED, Status.DELIVERED),
]
Move = Callable[[Versions, InMemoryOrders], Order]


@pytest.mark.parametrize("versions", [{1}, set(), {1, 3}])
@pytest.mark.parametrize(("move", "before", "after"), MOVES)
def test_who_expects_a_version_moves_no_other(
    move: Move, before: Status, after: Status, versions: Versions
) -> None:
    orders = InMemoryOrders(replace(ORDER, status=before, version=2))

    with pytest.raises(PreconditionFailedError):
        move(versions, orders)
    assert orders.of_anybody("ord_1").status is not after


@pytest.mark.parametrize("versions", [None, {2}, {1, 2}, WHICHEVER])
@pytest.mark.parametrize(("move", "before", "after"), MOVES)
def test_who_expects_the_version_that_is_there_moves_it(
    move: Move, before: Status, after: Status, versions: Versions
) -> None:
    orders = InMemoryOrders(replace(ORDER, status=before, version=2))

    moved = move(versions, orders)

    assert (moved.status, moved.version) == (after, 3)
    assert orders.of_anybody("ord_1") == moved


def test_a_list_is_of_the_tenant_the_status_and_the_place_that_were_asked_for() -> None:
    many = [replace(ORDER, id=f"ord_{number}") for number in range(1, 6)]
    shipped = replace(many[2], status=Status.SHIPPED)
    orders = InMemoryOrders(*many, shipped, replace(ORDER, id="ord_9", tenant="globex"))

    page = list_orders("acme", 2, "ord_5", Status.PLACED, orders)

    assert [each.id for each in page.orders] == ["ord_4", "ord_2"]
    assert page.next_position == "ord_2"


def test_an_orders_id_has_its_moment_and_ends_as_its_attempt_does() -> None:
    order = placed(InMemoryOrders())

    assert order.id == new_id("ord", noon().timestamp, ATTEMPT.ending)


class Taken(InMemoryOrders):
    """Orders in which the place that the attempt leads to is an older order's."""

    def add(self, order: Order, attempt: Attempt) -> Order:
        if order.id.endswith(attempt.ending):
            raise KeyExpiredError
        return super().add(order, attempt)


def test_an_order_under_a_key_that_has_expired_has_a_place_of_its_own() -> None:
    orders, figures = Taken(), InMemoryFigures()

    order = placed(orders, figures=figures)

    moment = new_id("ord", noon().timestamp)[: -len(ATTEMPT.ending)]
    assert order.id.startswith(moment)
    assert is_id("ord", order.id)
    assert orders.get("acme", order.id) == order
    assert figures.counted == [order]


def test_a_retry_gets_the_order_as_it_was_placed() -> None:
    delivered = replace(ORDER, status=Status.DELIVERED, version=3)

    assert as_placed(delivered) == ORDER


def test_an_order_is_counted_once_however_often_it_is_repeated() -> None:
    orders, figures = InMemoryOrders(), InMemoryFigures()

    first = placed(orders, figures=figures)
    placed(orders, figures=figures)

    assert figures.counted == [first]
