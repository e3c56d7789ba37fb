"""Orders in DynamoDB: one table, a partition per tenant, orders sorted by their ids.

pk             sk                 what
TENANT#acme    ORDER#ord_…        an order; ids sort by time, so the newest is the last
TENANT#acme    KEY#<key>          an idempotency key, gone after a day

Index by_status: tenant#status, then id.
Index by_id: an order's id, for staff, who do not know whose it is.
"""

import time
from collections.abc import Callable
from typing import Any, Protocol

from botocore.exceptions import ClientError

from services.orders.model import Money, Order, Status, as_placed
from services.orders.ports import (
    KEY_LIFE_SECONDS,
    Attempt,
    AttemptUnderWayError,
    KeyReusedError,
    OrderChangedError,
    Page,
    UnknownOrderError,
)
from shared.attributes import from_attribute, from_attributes, to_attribute, to_attributes
from shared.codecs import Codec, Item
from shared.ids import may_be_id
from shared.transactions import is_lost

ORDER = Codec(Order, inline=(Money,))
BY_ID, BY_STATUS = "by_id", "by_status"
NOT_THERE = "attribute_not_exists(pk)"
# DynamoDB deletes what has expired within days, not at once: until then it counts as gone.
EXPIRED = "expires_at <= :now"

Call = Callable[..., Any]


class DynamoClient(Protocol):
    """The operations of boto3's client that this adapter calls."""

    @property
    def transact_write_items(self) -> Call: ...  # noqa: D102
    @property
    def get_item(self) -> Call: ...  # noqa: D102
    @property
    def put_item(self) -> Call: ...  # noqa: D102
    @property
    def query(self) -> Call: ...  # noqa: D102


class DynamoOrders:
    """The port `Orders` in one table."""

    def __init__(
        self, client: DynamoClient, table: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def add(self, order: Order, attempt: Attempt) -> Order:
        """Order and idempotency key in one transaction."""
        try:
            self._client.transact_write_items(
                TransactItems=[
                    {"Put": self._key(order, attempt)},
                    {"Put": self._put(_order_item(order)) | {"ConditionExpression": NOT_THERE}},
                ]
            )
        except ClientError as error:
            if not is_lost(error):
                raise
            # The key was the reason; where it is not there yet, another attempt is being kept.
            if first := self.first(attempt):
                return first
            raise AttemptUnderWayError from error
        return order

    def get(self, tenant: str, order_id: str) -> Order:
        """A consistent read, so that callers see orders that they have placed."""
        item = self._read(_order_key(tenant, order_id)) if may_be_id(order_id) else None
        if item is None:
            raise UnknownOrderError(order_id)
        return ORDER.from_item(item)

    def save(self, order: Order) -> None:
        """Replace the previous version only."""
        try:
            self._client.put_item(
                **self._put(_order_item(order)),
                ConditionExpression="version = :before",
                ExpressionAttributeValues={":before": to_attribute(order.version - 1)},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            raise OrderChangedError(order.id) from error

    def of_anybody(self, order_id: str) -> Order:
        """Find the tenant in the index, and read the order consistently."""
        if not may_be_id(order_id):
            raise UnknownOrderError(order_id)
        request = self._indexed(BY_ID, "id", order_id)
        items = self._client.query(**request, Limit=1)["Items"]
        if not items:
            raise UnknownOrderError(order_id)
        return self.get(from_attribute(items[0]["tenant"]), order_id)

    def page(self, tenant: str, limit: int, position: str | None, status: Status | None) -> Page:
        """Query backwards for one order more than the limit, which tells whether a page follows."""
        if status:
            request = self._indexed(BY_STATUS, "tenant_status", _in_status(tenant, status))
        else:
            request = self._own(tenant)
        if position:
            request["ExclusiveStartKey"] = to_attributes(_place(tenant, position, status))
        answer = self._client.query(**request, ScanIndexForward=False, Limit=limit + 1)
        orders = tuple(ORDER.from_item(item) for item in answer["Items"])
        visible = orders[:limit]
        # DynamoDB ends a page early after 1 MB.
        more = len(orders) > limit or "LastEvaluatedKey" in answer
        return Page(visible, visible[-1].id if more else None)

    def first(self, attempt: Attempt) -> Order | None:
        """The order of the idempotency key, if it was used and has not expired."""
        item = self._read(_key_key(attempt))
        key = item and from_attributes(item)
        if not key or key["expires_at"] <= self._now():
            return None
        if key["fingerprint"] != attempt.fingerprint:
            raise KeyReusedError
        return as_placed(self.get(attempt.tenant, key["order_id"]))

    def _own(self, tenant: str) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :tenant AND begins_with(sk, :orders)",
            "ExpressionAttributeValues": to_attributes(
                {":tenant": _tenant(tenant), ":orders": "ORDER#"}
            ),
        }

    def _indexed(self, index: str, key: str, value: str) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "IndexName": index,
            "KeyConditionExpression": f"{key} = :value",
            "ExpressionAttributeValues": to_attributes({":value": value}),
        }

    def _read(self, key: dict[str, str]) -> Item | None:
        answer = self._client.get_item(
            TableName=self._table, Key=to_attributes(key), ConsistentRead=True
        )
        item: Item | None = answer.get("Item")
        return item

    def _key(self, order: Order, attempt: Attempt) -> dict[str, Any]:
        expires_at = self._now() + KEY_LIFE_SECONDS
        return self._put(_key_item(order, attempt, expires_at)) | {
            "ConditionExpression": f"{NOT_THERE} OR {EXPIRED}",
            "ExpressionAttributeValues": to_attributes({":now": self._now()}),
        }

    def _put(self, item: Item) -> dict[str, Any]:
        return {"TableName": self._table, "Item": item}

    def _now(self) -> int:
        return int(self._clock())


def _tenant(tenant: str) -> str:
    return f"TENANT#{tenant}"


def _in_status(tenant: str, status: Status) -> str:
    return f"{tenant}#{status.value}"


def _order_key(tenant: str, order_id: str) -> dict[str, str]:
    return {"pk": _tenant(tenant), "sk": f"ORDER#{order_id}"}


def _place(tenant: str, order_id: str, status: Status | None) -> dict[str, str]:
    """An order's keys in the table, and in the queried index."""
    key = _order_key(tenant, order_id)
    if status is None:
        return key
    return {**key, "tenant_status": _in_status(tenant, status), "id": order_id}


def _key_key(attempt: Attempt) -> dict[str, str]:
    return {"pk": _tenant(attempt.tenant), "sk": f"KEY#{attempt.key}"}


def _key_item(order: Order, attempt: Attempt, expires_at: int) -> Item:
    return to_attributes(
        {
            **_key_key(attempt),
            "fingerprint": attempt.fingerprint,
            "order_id": order.id,
            "expires_at": expires_at,
        }
    )


def _order_item(order: Order) -> Item:
    """The order's item, with its keys in the table and in the index by status."""
    return ORDER.to_item(order) | to_attributes(_place(order.tenant, order.id, order.status))
