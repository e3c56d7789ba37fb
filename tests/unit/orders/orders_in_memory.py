"""The port `Orders` in memory; held to the same contract as the one in DynamoDB."""

from services.orders.model import Order, Status, as_placed
from services.orders.ports import (
    Attempt,
    KeyReusedError,
    OrderChangedError,
    Page,
    UnknownOrderError,
)


class InMemoryOrders:
    """Orders by tenant and id, attempts by tenant and key."""

    def __init__(self, *orders: Order) -> None:
        self._orders = {(order.tenant, order.id): order for order in orders}
        self._attempts: dict[tuple[str, str], tuple[str, str]] = {}

    def add(self, order: Order, attempt: Attempt) -> Order:
        known = self._attempts.get((attempt.tenant, attempt.key))
        if known is None:
            self._orders[order.tenant, order.id] = order
            self._attempts[attempt.tenant, attempt.key] = (attempt.fingerprint, order.id)
            return order
        if known[0] != attempt.fingerprint:
            raise KeyReusedError
        return as_placed(self.get(attempt.tenant, known[1]))

    def get(self, tenant: str, order_id: str) -> Order:
        if (tenant, order_id) not in self._orders:
            raise UnknownOrderError(order_id)
        return self._orders[tenant, order_id]

    def save(self, order: Order) -> None:
        if self.get(order.tenant, order.id).version != order.version - 1:
            raise OrderChangedError(order.id)
        self._orders[order.tenant, order.id] = order

    def page(
        self, tenant: str, limit: int, position: dict[str, str] | None, status: Status | None
    ) -> Page:
        mine = sorted(
            (
                order
                for (owner, _), order in self._orders.items()
                if owner == tenant
                and status in {None, order.status}
                and (position is None or order.id < position["sk"].removeprefix("ORDER#"))
            ),
            key=lambda order: order.id,
            reverse=True,
        )
        shown = tuple(mine[:limit])
        more = len(mine) > limit
        following = {"pk": f"TENANT#{tenant}", "sk": f"ORDER#{shown[-1].id}"} if more else None
        return Page(shown, following)
