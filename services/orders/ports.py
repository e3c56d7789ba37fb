"""The ports of orders."""

from dataclasses import dataclass
from typing import Protocol

from services.orders.model import Money, Order, Status
from shared.idempotency import Attempt


class UnknownOrderError(Exception):
    """There is no such order of this tenant."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"There is no order {order_id} of yours.")


class UnknownProductError(Exception):
    """The catalog has no such product."""

    def __init__(self, product_id: str) -> None:
        super().__init__(f"There is no product {product_id}; order what the catalog lists.")


class OrderChangedError(Exception):
    """Another request changed the order meanwhile."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"Order {order_id} was changed meanwhile; read it again.")


class KeyExpiredError(Exception):
    """The order of this key is older than a day, and has the id that the key leads to."""


@dataclass(frozen=True)
class Page:
    """Orders, and the last one's id if more follow."""

    orders: tuple[Order, ...]
    next_position: str | None


class Catalog(Protocol):
    """The products of the shop."""

    def prices(self, product_ids: set[str], correlation_id: str) -> dict[str, Money]:
        """The price of each product; UnknownProductError, ServiceUnavailableError."""


class Figures(Protocol):
    """Business metrics."""

    def placed(self, order: Order) -> None:
        """Count one order with its value."""


class Orders(Protocol):
    """The orders of all tenants."""

    def add(self, order: Order, attempt: Attempt) -> Order:
        """Store order and attempt together; returns the first order when the attempt is a retry.

        KeyReusedError when the key was used for another request, AttemptUnderWayError while the
        first attempt is in progress, KeyExpiredError when another id is needed.
        """

    def first(self, attempt: Attempt) -> Order | None:
        """The order that the attempt has already placed, if any; KeyReusedError."""

    def get(self, tenant: str, order_id: str) -> Order:
        """The tenant's order; UnknownOrderError."""

    def of_anybody(self, order_id: str) -> Order:
        """The order, of any tenant; UnknownOrderError."""

    def save(self, order: Order) -> None:
        """Store a changed order; OrderChangedError unless the previous version is stored."""

    def page(self, tenant: str, limit: int, position: str | None, status: Status | None) -> Page:
        """The tenant's orders, newest first, after the one with this id."""
