"""Orders of the first layout are found after they were moved, and their keys still stand."""

from typing import Any

import pytest
from moto import mock_aws

from services.orders.checks.move_orders import move
from services.orders.dynamodb import ORDER, DynamoOrders
from services.orders.model import Order, Status
from services.orders.tests.test_orders_port import attempt, dynamo_client, order
from shared.attributes import to_attributes
from shared.idempotency import KeyReusedError

PLACED = order(1, id="ord_01JDGQ6T5XKZ9V8B7N6M5P4R3S")
LATER = 4_000_000_000


def old_layout(client: Any, placed: Order = PLACED) -> None:
    """The order and its key as the first layout had them."""
    tenant = {"pk": f"TENANT#{placed.tenant}"}
    status = {"tenant_status": f"{placed.tenant}#{placed.status.value}"}
    keys = to_attributes(tenant | {"sk": f"ORDER#{placed.id}"} | status)
    client.put_item(TableName="orders", Item=ORDER.to_item(placed) | keys)
    key = {"sk": "KEY#key", "order_id": placed.id, "fingerprint": "f", "expires_at": LATER}
    client.put_item(TableName="orders", Item=to_attributes(tenant | key))


def test_a_moved_order_is_found_listed_and_changed() -> None:
    with mock_aws():
        client = dynamo_client()
        old_layout(client)

        assert move(client, "orders") == (1, 1)

        orders = DynamoOrders(client, "orders")
        orders.save(orders.get("acme", PLACED.id).cancel())
        [listed] = orders.page("acme", 10, None, None).orders
        assert (listed.id, listed.status) == (PLACED.id, Status.CANCELLED)
        assert orders.of_anybody(PLACED.id) == listed


def test_a_request_of_before_the_move_places_nothing_when_it_is_repeated() -> None:
    again = order(1, id=f"ord_{'0' * 10}{attempt().ending}")
    with mock_aws():
        client = dynamo_client()
        old_layout(client)
        move(client, "orders")
        orders = DynamoOrders(client, "orders")

        assert orders.add(again, attempt()) == PLACED
        with pytest.raises(KeyReusedError):
            orders.add(again, attempt(fingerprint="other"))


def test_moving_again_moves_nothing() -> None:
    with mock_aws():
        client = dynamo_client()
        old_layout(client)
        move(client, "orders")

        assert move(client, "orders") == (0, 0)
