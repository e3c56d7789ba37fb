"""Moves orders of the first layout to where their ids lead: `… TABLE` (docs/cost.md says when)."""

import sys
import time
from collections.abc import Iterator
from typing import Any

from services.orders.dynamodb import order_key
from shared.attributes import from_attribute
from shared.aws import LimitedClients
from shared.codecs import Item
from shared.idempotency import Attempt
from shared.tables import NOT_THERE, LostRaceError, Table


def move(client: Any, name: str) -> tuple[int, int]:
    """Move what is still in the old places; how many orders and keys. Run it again at will."""
    table, orders, keys = Table(client, name), 0, 0
    for item in _items(client, name):
        kind = from_attribute(item["sk"]).partition("#")[0]
        if kind == "ORDER" and "id" in item and from_attribute(item["sk"]) != "ORDER":
            orders += _moved(table, item)
        elif kind == "KEY" and from_attribute(item["expires_at"]) > time.time():
            keys += _led(table, item)
    return orders, keys


def _moved(table: Table, item: Item) -> bool:
    """One transaction, so that an order is in one place; False when it changes just now."""
    new = dict(item) | order_key(from_attribute(item["id"]))
    old = {name: item[name] for name in ("pk", "sk")}
    try:
        table.transact(
            table.putting(new, NOT_THERE),
            table.deleting(old, "version = :before", before=from_attribute(item["version"])),
        )
    except LostRaceError:
        return False
    return True


def _led(table: Table, item: Item) -> bool:
    """Occupy the place that the key leads to: who repeats its request is led to the key."""
    tenant, key = (from_attribute(item[name]).partition("#")[2] for name in ("pk", "sk"))
    try:
        table.put(order_key(Attempt(tenant, key, "").ending), NOT_THERE)
    except LostRaceError:
        return False
    return True


def _items(client: Any, name: str) -> Iterator[Item]:
    request: dict[str, Any] = {"TableName": name, "ConsistentRead": True}
    while True:
        answer = client.scan(**request)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


if __name__ == "__main__":
    moved, led = move(LimitedClients().client("dynamodb"), sys.argv[1])
    print(f"{moved} orders moved, {led} keys led to theirs")
