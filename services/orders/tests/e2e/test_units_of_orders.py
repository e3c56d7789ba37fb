"""The units that DynamoDB bills for orders are those that `make cost` counts."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from services.orders.dynamodb import DynamoOrders
from services.orders.model import Item, Money, Order, Status
from shared.idempotency import Attempt
from shared.ids import new_id
from shared.product import NAME
from shared.times import timestamp
from tests.e2e.harness.stack import Stack

TRAFFIC = Path("docs/examples/traffic.json")


class Metered:
    """A client that adds up the units of its calls."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.reads = self.writes = 0.0

    def __getattr__(self, name: str) -> Any:
        def call(**request: Any) -> Any:
            answer = getattr(self._client, name)(**request, ReturnConsumedCapacity="TOTAL")
            units = answer["ConsumedCapacity"]["CapacityUnits"]
            if name == "put_item":
                self.writes += units
            else:
                self.reads += units
            return answer

        return call

    def taken(self) -> tuple[float, float]:
        """The units read and written since it was asked last."""
        taken = self.reads, self.writes
        self.reads = self.writes = 0.0
        return taken


def counted(route: str, indexes: int = 1) -> tuple[float, float]:
    """The units of a route in the traffic file."""
    each = json.loads(TRAFFIC.read_text(encoding="utf-8"))["routes"][route]
    writes = each.get("write_units", 0)
    return each["read_units"], writes + each.get("index_write_units", writes * indexes)


def test_orders_take_the_units_that_are_counted(stack: Stack) -> None:
    metered, tenant = Metered(stack.aws("dynamodb")), f"metered-{uuid4()}"
    orders = DynamoOrders(metered, f"{NAME}-local-orders")
    attempt, moment = Attempt(tenant, "key", "f"), datetime.now(UTC)
    item = Item("prd_1", 2, unit_price=Money(5, "EUR"))
    order = Order(
        items=(item,),
        id=new_id("ord", moment.timestamp, attempt.ending),
        tenant=tenant,
        status=Status.PLACED,
        placed_at=timestamp(moment),
    )

    orders.add(order, attempt)
    assert metered.taken() == counted("POST /orders")
    stored = orders.get(tenant, order.id)
    assert metered.taken() == counted("GET /orders/{orderId}")
    orders.save(stored.cancel())
    assert (1, metered.taken()[1]) == counted("POST /orders/{orderId}/cancel")
    orders.page(tenant, 20, None, None)
    assert metered.taken() <= counted("GET /orders")
