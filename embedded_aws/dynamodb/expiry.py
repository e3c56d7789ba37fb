"""Items whose time to live has passed (DynamoDB developer guide, "Using time to live").

AWS deletes them within a few days, here it takes seconds; until then both read them.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from embedded_aws.dynamodb.tables.items import values_of
from embedded_aws.dynamodb.tables.store import Store
from embedded_aws.dynamodb.values.attributes import Values
from embedded_aws.state.changes import changing
from embedded_aws.state.regions import used

LOOK_SECONDS = 5.0
OLDEST_SECONDS = 5 * 365 * 24 * 3600
"""A time that is longer ago expires nothing: it is taken for a mistake."""
SERVICE = {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}
"""Who deletes, in the stream's records."""
type Turn = Callable[[], AbstractContextManager[None]]
_report = logging.getLogger(__name__)


class Expiry:
    """Deletes expired items, in a thread, at the turn of DynamoDB's requests."""

    def __init__(self, account_id: str, turn: Turn) -> None:
        self._account_id = account_id
        self._turn = turn

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await asyncio.to_thread(self.sweep, time.time())
            except Exception:  # noqa: BLE001 - one table's trouble must not end all expiry
                _report.warning("Items did not expire", exc_info=True)

    def sweep(self, now: float) -> None:
        """Delete what has expired by now."""
        for table in self._tables():
            if any(True for _ in _expired(table, now)):
                with self._turn(), changing():
                    _delete(table, now)

    def _tables(self) -> Iterator[Any]:
        for place in used(dynamodb_backends, self._account_id).values():
            for table in list(place.tables.values()):
                if table.ttl.get("TimeToLiveStatus") == "ENABLED":
                    yield table


def _expired(table: Any, now: float) -> Iterator[Values]:
    name, sorted_ = table.ttl["AttributeName"], table.range_key_attr is not None
    for here in list(table.items.values()):
        for item in list(here.values()) if sorted_ else (here,):
            values = values_of(item)
            if _has_passed(values.get(name) or {}, now):
                yield values


def _has_passed(value: dict[str, Any], now: float) -> bool:
    """Whether it is a number, of seconds since 1970, that lies in the past."""
    at = Decimal(value["N"]) if "N" in value else None
    return at is not None and now - OLDEST_SECONDS < at <= now


def _delete(table: Any, now: float) -> None:
    store, shard = Store(table), table.stream_shard
    for values in list(_expired(table, now)):
        count = len(shard.items) if shard else 0
        store.delete(store.schema.key_of(values))
        for each in shard.items[count:] if shard else ():
            each.record["userIdentity"] = dict(SERVICE)
