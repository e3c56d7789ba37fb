"""Orders in DynamoDB: one table, a partition per tenant, orders sorted by their ids.

pk             sk                 what
TENANT#acme    ORDER#ord_…        an order; ids sort by time, so the newest is the last
TENANT#acme    KEY#<key>          an idempotency key, gone after a day

Index by_status: tenant#status, then id.
Index by_id: an order's id, for staff, who do not know whose it is.
"""

import time
from collections.abc import Callable

from services.orders.model import Money, Order, Status, as_placed
from services.orders.ports import OrderChangedError, Page, UnknownOrderError
from shared.attributes import Attribute, from_attribute, from_attributes, to_attributes
from shared.codecs import Codec, Item
from shared.idempotency import KEY_LIFE_SECONDS, Attempt, AttemptUnderWayError, KeyReusedError
from shared.ids import may_be_id
from shared.tables import NOT_THERE, DynamoClient, LostRaceError, Table

ORDER = Codec(Order, inline=(Money,))
BY_ID, BY_STATUS = "by_id", "by_status"
# DynamoDB deletes what has expired within days, not at once: until then it counts as gone.
EXPIRED = "expires_at <= :now"
ORDERS_OF = "pk = :tenant AND begins_with(sk, :orders)"


class DynamoOrders:
    """The port `Orders` in one table."""

    def __init__(
        self, client: DynamoClient, table: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._table = Table(client, table)
        self._clock = clock

    def add(self, order: Order, attempt: Attempt) -> Order:
        """Order and idempotency key in one transaction."""
        now = self._now()
        key = _key_item(order, attempt, now + KEY_LIFE_SECONDS)
        try:
            self._table.transact(
                self._table.putting(key, f"{NOT_THERE} OR {EXPIRED}", now=now),
                self._table.putting(_order_item(order), NOT_THERE),
            )
        except LostRaceError as error:
            # The key was the reason; where it is not there yet, another attempt is being kept.
            if first := self.first(attempt):
                return first
            raise AttemptUnderWayError from error
        return order

    def get(self, tenant: str, order_id: str) -> Order:
        """A consistent read, so that callers see orders that they have placed."""
        item = self._table.read(_order_key(tenant, order_id)) if may_be_id(order_id) else None
        if item is None:
            raise UnknownOrderError(order_id)
        return ORDER.from_item(item)

    def save(self, order: Order) -> None:
        """Replace the previous version only."""
        try:
            self._table.put(_order_item(order), "version = :before", before=order.version - 1)
        except LostRaceError as error:
            raise OrderChangedError(order.id) from error

    def of_anybody(self, order_id: str) -> Order:
        """Find the tenant in the index, and read the order consistently."""
        if not may_be_id(order_id):
            raise UnknownOrderError(order_id)
        items, _ = self._table.page("id = :id", {":id": order_id}, 1, None, IndexName=BY_ID)
        if not items:
            raise UnknownOrderError(order_id)
        return self.get(from_attribute(items[0]["tenant"]), order_id)

    def page(self, tenant: str, limit: int, position: str | None, status: Status | None) -> Page:
        """Query backwards: the table, or the index by status."""
        request, values = ORDERS_OF, {":tenant": _tenant(tenant), ":orders": "ORDER#"}
        index = {}
        if status:
            request, values = "tenant_status = :of", {":of": _in_status(tenant, status)}
            index = {"IndexName": BY_STATUS}
        start = _place(tenant, position, status) if position else None
        items, more = self._table.page(
            request, values, limit, start, ScanIndexForward=False, **index
        )
        orders = tuple(map(ORDER.from_item, items))
        return Page(orders, orders[-1].id if more else None)

    def first(self, attempt: Attempt) -> Order | None:
        """The order of the idempotency key, if it was used and has not expired."""
        item = self._table.read(_key_key(attempt))
        key = item and from_attributes(item)
        if not key or key["expires_at"] <= self._now():
            return None
        if key["fingerprint"] != attempt.fingerprint:
            raise KeyReusedError
        return as_placed(self.get(attempt.tenant, key["order_id"]))

    def _now(self) -> int:
        return int(self._clock())


def _tenant(tenant: str) -> str:
    return f"TENANT#{tenant}"


def _in_status(tenant: str, status: Status) -> str:
    return f"{tenant}#{status.value}"


def _order_key(tenant: str, order_id: str) -> dict[str, Attribute]:
    return to_attributes({"pk": _tenant(tenant), "sk": f"ORDER#{order_id}"})


def _place(tenant: str, order_id: str, status: Status | None) -> dict[str, Attribute]:
    """An order's keys in the table, and in the queried index."""
    key = _order_key(tenant, order_id)
    if status is None:
        return key
    return key | to_attributes({"tenant_status": _in_status(tenant, status), "id": order_id})


def _key_key(attempt: Attempt) -> dict[str, Attribute]:
    return to_attributes({"pk": _tenant(attempt.tenant), "sk": f"KEY#{attempt.key}"})


def _key_item(order: Order, attempt: Attempt, expires_at: int) -> Item:
    content = {"fingerprint": attempt.fingerprint, "order_id": order.id, "expires_at": expires_at}
    return _key_key(attempt) | to_attributes(content)


def _order_item(order: Order) -> Item:
    """The order's item, with its keys in the table and in the index by status."""
    return ORDER.to_item(order) | _place(order.tenant, order.id, order.status)
