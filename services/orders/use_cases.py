"""The use cases of orders."""

from collections.abc import Callable
from dataclasses import replace

from services.orders.model import Order, Status, UnfitItemsError, Wish, place
from services.orders.ports import (
    Catalog,
    Figures,
    KeyExpiredError,
    Orders,
    Page,
    UnknownProductError,
)
from shared.idempotency import Attempt
from shared.ids import new_id
from shared.service_calls import ServiceUnavailableError
from shared.times import Clock, timestamp, utc_now
from shared.versions import Expectation, Versions


def place_order(  # noqa: PLR0913, PLR0917 - plain values first, then each port by itself
    wish: Wish,
    attempt: Attempt,
    orders: Orders,
    catalog: Catalog,
    figures: Figures,
    now: Clock = utc_now,
) -> Order:
    """Place an order once, at the catalog's prices, however often the attempt is repeated."""
    moment = now()
    order_id = new_id("ord", moment.timestamp, attempt.ending)
    try:
        product_ids = {each.product_id for each in wish.items}
        prices = catalog.prices(product_ids, attempt.correlation_id)
        new = place(order_id, attempt.tenant, wish, prices, timestamp(moment))
    except (ServiceUnavailableError, UnknownProductError, UnfitItemsError):
        # A retry gets its first answer whatever the catalog says now.
        if first := orders.first(attempt):
            return first
        raise
    try:
        order = orders.add(new, attempt)
    except KeyExpiredError:
        new = replace(new, id=new_id("ord", moment.timestamp))
        order = orders.add(new, attempt)
    if order is new:  # otherwise a retry, which was counted the first time
        figures.placed(order)
    return order


def read_order(order_id: str, tenant: str, orders: Orders) -> Order:
    """One order of the tenant."""
    return orders.get(tenant, order_id)


def list_orders(
    tenant: str,
    limit: int,
    position: str | None,
    status: Status | None,
    orders: Orders,
) -> Page:
    """A page of the tenant's orders, newest first."""
    return orders.page(tenant, limit, position, status)


def cancel_order(order_id: str, tenant: str, expected_versions: Versions, orders: Orders) -> Order:
    """Cancel an order that has not shipped."""
    return _saved(orders.get(tenant, order_id), Order.cancel, expected_versions, orders)


def ship_order(order_id: str, expected_versions: Versions, orders: Orders) -> Order:
    """Send an order on its way; staff do this for every tenant."""
    return _saved(orders.of_anybody(order_id), Order.ship, expected_versions, orders)


def deliver_order(order_id: str, expected_versions: Versions, orders: Orders) -> Order:
    """Hand an order over; staff do this for every tenant."""
    return _saved(orders.of_anybody(order_id), Order.deliver, expected_versions, orders)


def _saved(
    order: Order,
    move: Callable[[Order], Order],
    expected_versions: Versions,
    orders: Orders,
) -> Order:
    """The changed order, stored if it is in a version that the caller expects."""
    if expected_versions is not None:
        Expectation(expected_versions).check(order.version)
    moved = move(order)
    orders.save(moved)
    return moved
