"""The port `Orders` in memory; the DynamoDB adapter keeps the same contract."""

import time
from collections.abc import Callable

from services.orders.model import Money, Order, Status, as_placed
from services.orders.ports import OrderChangedError, Page, UnknownOrderError, UnknownProductError
from shared.idempotency import KEY_LIFE_SECONDS, Attempt, KeyReusedError
from shared.service_calls import ServiceUnavailableError


class InMemoryOrders:
    """Orders by tenant and id, attempts by tenant and key."""

    def __init__(self, *orders: Order, clock: Callable[[], float] = time.time) -> None:
        self._orders = {(order.tenant, order.id): order for order in orders}
        self._attempts: dict[tuple[str, str], tuple[str, str, float]] = {}
        self._clock = clock

    def add(self, order: Order, attempt: Attempt) -> Order:
        if first := self.first(attempt):
            return first
        self._orders[order.tenant, order.id] = order
        ends = self._clock() + KEY_LIFE_SECONDS
        self._attempts[attempt.tenant, attempt.key] = (attempt.fingerprint, order.id, ends)
        return order

    def get(self, tenant: str, order_id: str) -> Order:
        if (tenant, order_id) not in self._orders:
            raise UnknownOrderError(order_id)
        return self._orders[tenant, order_id]

    def of_anybody(self, order_id: str) -> Order:
        matches = [order for (_, each), order in self._orders.items() if each == order_id]
        if not matches:
            raise UnknownOrderError(order_id)
        return matches[0]

    def first(self, attempt: Attempt) -> Order | None:
        known = self._attempts.get((attempt.tenant, attempt.key))
        if known is None or known[2] <= self._clock():
            return None
        if known[0] != attempt.fingerprint:
            raise KeyReusedError
        return as_placed(self.get(attempt.tenant, known[1]))

    def save(self, order: Order) -> None:
        if self.get(order.tenant, order.id).version != order.version - 1:
            raise OrderChangedError(order.id)
        self._orders[order.tenant, order.id] = order

    def page(self, tenant: str, limit: int, position: str | None, status: Status | None) -> Page:
        mine = sorted(
            (
                order
                for (owner, _), order in self._orders.items()
                if owner == tenant
                and status in {None, order.status}
                and (position is None or order.id < position)
            ),
            key=lambda order: order.id,
            reverse=True,
        )
        orders = tuple(mine[:limit])
        more = len(mine) > limit
        return Page(orders, orders[-1].id if more else None)


class InMemoryCatalog:
    """Prices by product; unavailable when it is closed."""

    def __init__(self, **prices: Money) -> None:
        self._prices = prices
        self.is_open = True

    def prices(self, product_ids: set[str], correlation_id: str) -> dict[str, Money]:
        assert correlation_id
        if not self.is_open:
            raise ServiceUnavailableError("catalog")
        absent = product_ids - self._prices.keys()
        if absent:
            raise UnknownProductError(min(absent))
        return {each: self._prices[each] for each in product_ids}


class InMemoryFigures:
    """Orders in the order in which they were counted."""

    def __init__(self) -> None:
        self.counted: list[Order] = []

    def placed(self, order: Order) -> None:
        self.counted.append(order)
