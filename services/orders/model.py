"""Orders and their rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

MAX_AMOUNT = 1_000_000_000
"""No price and no order is higher, in minor units."""


@dataclass(frozen=True)
class Money:
    """An amount in the currency's minor unit (ISO 4217)."""

    amount: int
    currency: str

    def times(self, quantity: int) -> "Money":
        """The amount, multiplied."""
        return Money(self.amount * quantity, self.currency)


class Status(StrEnum):
    """Where an order is on its way."""

    PLACED = "placed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class WrongStatusError(Exception):
    """The order's status does not allow the request."""

    def __init__(self, order_id: str, status: Status, needed: Status, done: Status) -> None:
        super().__init__(
            f"Order {order_id} is {status.value}; only a {needed.value} order can be {done.value}."
        )


class UnfitItemsError(Exception):
    """The items are valid, but not together in one order."""


class MixedCurrenciesError(UnfitItemsError):
    """An order has one currency."""

    def __init__(self) -> None:
        super().__init__("All items of an order have the same currency; place one order for each.")


class TooExpensiveError(UnfitItemsError):
    """An order's total is limited by the contract."""

    def __init__(self, total: Money) -> None:
        super().__init__(
            f"The order costs {total.amount} {total.currency} in minor units, at most {MAX_AMOUNT} "
            "are possible; place several orders."
        )


@dataclass(frozen=True)
class Wanted:
    """A quantity of a product, before it has a price."""

    product_id: str
    quantity: int

    def at(self, unit_price: Money) -> "Item":
        """The quantity at a price."""
        return Item(**vars(self), unit_price=unit_price)


@dataclass(frozen=True, kw_only=True)
class Item(Wanted):
    """A quantity of a product, at its price when it was ordered."""

    unit_price: Money


@dataclass(frozen=True)
class Wish:
    """A tenant's wanted items, before they have prices."""

    items: tuple[Wanted, ...]


@dataclass(frozen=True, kw_only=True)
class Order(Wish):
    """A tenant's order."""

    items: tuple[Item, ...]
    id: str
    tenant: str
    status: Status
    placed_at: str
    version: int = 1
    # Of the request that placed it, which a retry repeats: no part of what was ordered.
    fingerprint: str = field(default="", compare=False)

    @cached_property
    def total(self) -> Money:
        """The sum of the items."""
        prices = [item.unit_price.times(item.quantity) for item in self.items]
        return Money(sum(price.amount for price in prices), prices[0].currency)

    def cancel(self) -> "Order":
        """The order, cancelled; too late once it has shipped."""
        return self._moved(Status.PLACED, Status.CANCELLED)

    def ship(self) -> "Order":
        """The order, shipped."""
        return self._moved(Status.PLACED, Status.SHIPPED)

    def deliver(self) -> "Order":
        """The order, delivered."""
        return self._moved(Status.SHIPPED, Status.DELIVERED)

    def _moved(self, needed: Status, done: Status) -> "Order":
        if self.status is not needed:
            raise WrongStatusError(self.id, self.status, needed, done)
        return replace(self, status=done, version=self.version + 1)


def place(
    order_id: str, tenant: str, wish: Wish, prices: Mapping[str, Money], placed_at: str
) -> Order:
    """A new order; its items have one currency, and a total within the contract's limit."""
    items = tuple(each.at(prices[each.product_id]) for each in wish.items)
    if len({item.unit_price.currency for item in items}) > 1:
        raise MixedCurrenciesError
    content = vars(wish) | {"items": items}
    order = Order(**content, id=order_id, tenant=tenant, status=Status.PLACED, placed_at=placed_at)
    if order.total.amount > MAX_AMOUNT:
        raise TooExpensiveError(order.total)
    return order


def as_placed(order: Order) -> Order:
    """The order in its first version, which a retry gets whatever has happened since."""
    return replace(order, status=Status.PLACED, version=1)
