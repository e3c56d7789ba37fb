"""Orders in DynamoDB: one table, an item for each order.

pk               sk            what
ORDER#<ending>   ORDER         an order; its id ends in what tenant and idempotency key lead to
TENANT#acme      KEY#<key>     a key that was used again after a day, gone after another

Index by_status: tenant#status, then id; ids sort by time.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from services.orders.model import Money, Order, Status, as_placed
from services.orders.ports import KeyExpiredError, OrderChangedError, Page, UnknownOrderError
from shared.attributes import Attribute, from_attributes, to_attributes
from shared.codecs import Codec, Item
from shared.idempotency import KEY_LIFE_SECONDS, Attempt, AttemptUnderWayError, KeyReusedError
from shared.ids import RANDOM_DIGITS, may_be_id
from shared.tables import NOT_THERE, DynamoClient, Items, LostRaceError, Table

ORDER = Codec(Order, inline=(Money,))
BY_STATUS = "by_status"
# DynamoDB deletes what has expired within days, not at once: until then it counts as gone.
EXPIRED = "expires_at <= :now"
# Status by status as orders go through them: what moves on meanwhile is met again, never missed.
ON_THEIR_WAY = (Status.PLACED, Status.SHIPPED, Status.DELIVERED, Status.CANCELLED)


class DynamoOrders:
    """The port `Orders` in one table."""

    def __init__(
        self, client: DynamoClient, table: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._table = Table(client, table)
        self._clock = clock

    def add(self, order: Order, attempt: Attempt) -> Order:
        """One write where the attempt led to the order's id, else order and key in two."""
        placed = _order_item(replace(order, fingerprint=attempt.fingerprint))
        led = order.id.endswith(attempt.ending)
        try:
            if led:
                self._table.put(placed, NOT_THERE)
            else:
                self._put_with_key(placed, order, attempt)
        except LostRaceError as error:
            if first := self.first(attempt):
                return first
            # Nothing ever leaves an order's place, and a key that is not there yet is being kept.
            raise (KeyExpiredError if led else AttemptUnderWayError) from error
        return order

    def get(self, tenant: str, order_id: str) -> Order:
        """The order, if it is this tenant's."""
        order = self.of_anybody(order_id)
        if order.tenant != tenant:
            raise UnknownOrderError(order_id)
        return order

    def save(self, order: Order) -> None:
        """Replace the previous version only."""
        try:
            self._table.put(_order_item(order), "version = :before", before=order.version - 1)
        except LostRaceError as error:
            raise OrderChangedError(order.id) from error

    def of_anybody(self, order_id: str) -> Order:
        """A consistent read, so that callers see orders that they have placed."""
        order = self._at(order_id) if may_be_id(order_id) else None
        if not order or order.id != order_id:
            raise UnknownOrderError(order_id)
        return order

    def page(self, tenant: str, limit: int, position: str | None, status: Status | None) -> Page:
        """Query the index backwards: by one status, or by each of them."""
        statuses = (status,) if status else ON_THEIR_WAY
        listed = [self._in_status(tenant, each, limit, position) for each in statuses]
        # An order that moved on meanwhile was met twice; the later status is the true one.
        orders = {order.id: order for items, _ in listed for order in map(ORDER.from_item, items)}
        newest = tuple(sorted(orders.values(), key=lambda order: order.id, reverse=True))
        more = len(newest) > limit or any(more for _, more in listed)
        return Page(newest[:limit], newest[:limit][-1].id if more else None)

    def first(self, attempt: Attempt) -> Order | None:
        """The order of the idempotency key, if it was used and has not expired."""
        order = self._at(attempt.ending)
        if not order or _placed_at(order) + KEY_LIFE_SECONDS <= self._now():
            order = self._by_key(attempt)
        if order and (order.tenant, order.fingerprint) != (attempt.tenant, attempt.fingerprint):
            raise KeyReusedError
        return order and as_placed(order)

    def _at(self, order_id: str) -> Order | None:
        item = self._table.read(order_key(order_id))
        # A place without an order is taken for a key of the first layout (checks/move_orders.py).
        return ORDER.from_item(item) if item and "id" in item else None

    def _in_status(self, tenant: str, status: Status, limit: int, position: str | None) -> Items:
        condition, values = "tenant_status = :of", {":of": _status_of(tenant, status)}
        if position:
            condition, values = f"{condition} AND id < :last", values | {":last": position}
        return self._table.page(
            condition, values, limit, None, ScanIndexForward=False, IndexName=BY_STATUS
        )

    def _put_with_key(self, placed: Item, order: Order, attempt: Attempt) -> None:
        now = self._now()
        content = {"fingerprint": attempt.fingerprint, "order_id": order.id}
        key = _key_key(attempt) | to_attributes(content | {"expires_at": now + KEY_LIFE_SECONDS})
        self._table.transact(
            self._table.putting(key, f"{NOT_THERE} OR {EXPIRED}", now=now),
            self._table.putting(placed, NOT_THERE),
        )

    def _by_key(self, attempt: Attempt) -> Order | None:
        item = self._table.read(_key_key(attempt))
        key = item and from_attributes(item)
        if not key or key["expires_at"] <= self._now():
            return None
        return replace(self.of_anybody(key["order_id"]), fingerprint=key["fingerprint"])

    def _now(self) -> int:
        return int(self._clock())


def _status_of(tenant: str, status: Status) -> str:
    return f"{tenant}#{status.value}"


def order_key(order_id: str) -> dict[str, Attribute]:
    """An order's place: the ending of its id alone leads to it."""
    return to_attributes({"pk": f"ORDER#{order_id[-RANDOM_DIGITS:]}", "sk": "ORDER"})


def _key_key(attempt: Attempt) -> dict[str, Attribute]:
    return to_attributes({"pk": f"TENANT#{attempt.tenant}", "sk": f"KEY#{attempt.key}"})


def _order_item(order: Order) -> Item:
    """The order's item, with its keys in the table and in the index by status."""
    status = {"tenant_status": _status_of(order.tenant, order.status)}
    return ORDER.to_item(order) | order_key(order.id) | to_attributes(status)


def _placed_at(order: Order) -> float:
    return datetime.fromisoformat(order.placed_at).timestamp()
