"""The units that DynamoDB bills for orders are those that `make cost` counts."""

from datetime import UTC, datetime
from uuid import uuid4

from services.orders.dynamodb import DynamoOrders
from services.orders.model import Item, Money, Order, Status
from shared.idempotency import Attempt
from shared.ids import new_id
from shared.product import NAME
from shared.times import timestamp
from tests.e2e.harness.stack import Stack
from tests.e2e.harness.units import Metered, counted


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
