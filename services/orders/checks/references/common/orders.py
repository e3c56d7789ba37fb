"""Orders of the reference: the items of the table, by boto3's resource."""

import os
import uuid
from datetime import UTC, datetime
from typing import Any

import boto3
from schemas import Item, Money, Order, PlaceOrder

table = boto3.resource("dynamodb").Table(os.environ["ORDERS_TABLE"])


def place(body: PlaceOrder, tenant: str) -> Order:
    """Store a new order."""
    order = Order(
        id=f"ord_{uuid.uuid4().hex}",
        status="placed",
        items=body.items,
        total=_total(body.items),
        placed_at=datetime.now(UTC),
    )
    table.put_item(
        Item={
            "pk": f"TENANT#{tenant}",
            "sk": f"ORDER#{order.id}",
            "id": order.id,
            "tenant": tenant,
            "status": order.status,
            "placed_at": order.placed_at.isoformat(),
            "version": 1,
            "items": [
                {
                    "product_id": item.product_id,
                    "quantity": item.quantity,
                    "amount": item.unit_price.amount,
                    "currency": item.unit_price.currency,
                }
                for item in order.items
            ],
        },
        ConditionExpression="attribute_not_exists(pk)",
    )
    return order


def read(order_id: str, tenant: str) -> Order | None:
    """The tenant's order, if there is one."""
    answer = table.get_item(
        Key={"pk": f"TENANT#{tenant}", "sk": f"ORDER#{order_id}"}, ConsistentRead=True
    )
    return _order(answer["Item"]) if "Item" in answer else None


def _order(record: Any) -> Order:
    items = [
        Item(
            product_id=each["product_id"],
            quantity=int(each["quantity"]),
            unit_price=Money(amount=int(each["amount"]), currency=each["currency"]),
        )
        for each in record["items"]
    ]
    return Order(
        id=record["id"],
        status=record["status"],
        items=items,
        total=_total(items),
        placed_at=record["placed_at"],
    )


def _total(items: list[Item]) -> Money:
    amount = sum(item.unit_price.amount * item.quantity for item in items)
    return Money(amount=amount, currency=items[0].unit_price.currency)
