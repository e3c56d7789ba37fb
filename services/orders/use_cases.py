"""What orders can be asked to do."""

from collections.abc import Callable
from datetime import UTC, datetime

from services.orders.model import Item, Order, Status, place
from services.orders.ports import Attempt, Orders, Page
from shared.ids import new_id

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def place_order(
    items: tuple[Item, ...], attempt: Attempt, orders: Orders, now: Clock = utc_now
) -> Order:
    """Place an order once, however often the attempt is repeated."""
    moment = now()
    placed_at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    order_id = new_id("ord", moment.timestamp)
    return orders.add(place(order_id, attempt.tenant, items, placed_at), attempt)


def read_order(order_id: str, tenant: str, orders: Orders) -> Order:
    """One order of the tenant."""
    return orders.get(tenant, order_id)


def list_orders(
    tenant: str,
    limit: int,
    position: dict[str, str] | None,
    status: Status | None,
    orders: Orders,
) -> Page:
    """A page of the tenant's orders, newest first."""
    return orders.page(tenant, limit, position, status)


def cancel_order(order_id: str, tenant: str, orders: Orders) -> Order:
    """Cancel an order that has not shipped."""
    cancelled = orders.get(tenant, order_id).cancel()
    orders.save(cancelled)
    return cancelled
