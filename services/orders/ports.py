"""Ports of orders: everything that it needs from outside."""

from dataclasses import dataclass
from typing import Protocol

from services.orders.model import Money, Order, Status

KEY_LIFE_SECONDS = 24 * 3600
"""So long an idempotency key stands for its request; then it is as good as new."""


class UnknownOrderError(Exception):
    """There is no such order of this tenant."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"There is no order {order_id} of yours.")


class UnknownProductError(Exception):
    """The catalog has no such product."""

    def __init__(self, product_id: str) -> None:
        super().__init__(f"There is no product {product_id}; order what the catalog lists.")


class OrderChangedError(Exception):
    """The order was changed by someone else meanwhile."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"Order {order_id} was changed meanwhile; read it again.")


class KeyReusedError(Exception):
    """The idempotency key was used for another request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used with another body; use a new key.")


class AttemptUnderWayError(Exception):
    """The first request with this key has not ended yet."""

    def __init__(self) -> None:
        super().__init__("A request with this Idempotency-Key is under way; repeat it shortly.")


@dataclass(frozen=True)
class Attempt:
    """A request to place, as its caller can repeat it."""

    tenant: str
    key: str
    fingerprint: str
    correlation_id: str = ""


@dataclass(frozen=True)
class Page:
    """Some orders, and the id of the last one where more follow."""

    orders: tuple[Order, ...]
    next_position: str | None


class Catalog(Protocol):
    """The prices of everything that the shop sells."""

    def prices(self, product_ids: set[str], correlation_id: str) -> dict[str, Money]:
        """The price of each product; UnknownProductError, ServiceUnavailableError."""


class Figures(Protocol):
    """Figures that the business counts."""

    def placed(self, order: Order) -> None:
        """One more order, of such a value."""


class Orders(Protocol):
    """The orders of all tenants."""

    def add(self, order: Order, attempt: Attempt) -> Order:
        """Keep the order and the attempt as one; the first order again when the attempt is a retry.

        KeyReusedError when the attempt's key was used for something else, AttemptUnderWayError
        while the first attempt is being kept.
        """

    def first(self, attempt: Attempt) -> Order | None:
        """The order that the attempt has placed before, if any; KeyReusedError."""

    def get(self, tenant: str, order_id: str) -> Order:
        """The tenant's order; UnknownOrderError."""

    def of_anybody(self, order_id: str) -> Order:
        """The order, whosever it is; UnknownOrderError."""

    def save(self, order: Order) -> None:
        """Keep a changed order; OrderChangedError when its former version is not the kept one."""

    def page(self, tenant: str, limit: int, position: str | None, status: Status | None) -> Page:
        """The tenant's orders, newest first, those after the order with this id."""
