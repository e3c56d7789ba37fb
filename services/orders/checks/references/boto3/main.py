"""The bare function: json, boto3's client, and checks by hand."""

import json
import logging
import os
import re
import uuid
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)
client = boto3.client("dynamodb")
TABLE = os.environ["ORDERS_TABLE"]
CURRENCY = re.compile("^[A-Z]{3}$")


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one event."""
    tenant = event["requestContext"]["authorizer"]["tenant"]
    if event["httpMethod"] == "POST":
        status, body = _place(event, tenant)
    else:
        status, body = _read(event["pathParameters"]["orderId"], tenant)
    logger.info("%s %s %s", context.aws_request_id, event["resource"], status.value)
    headers = {"Content-Type": "application/json"}
    return {"statusCode": status.value, "headers": headers, "body": json.dumps(body)}


def _place(event: dict[str, Any], tenant: str) -> tuple[HTTPStatus, dict[str, Any]]:
    items = json.loads(event["body"]).get("items")
    if not event["headers"].get("Idempotency-Key") or not _valid(items):
        return HTTPStatus.BAD_REQUEST, {"message": "The body is not valid."}
    order_id, placed_at = f"ord_{uuid.uuid4().hex}", datetime.now(UTC).isoformat()
    client.put_item(
        TableName=TABLE,
        Item={
            "pk": {"S": f"TENANT#{tenant}"},
            "sk": {"S": f"ORDER#{order_id}"},
            "id": {"S": order_id},
            "tenant": {"S": tenant},
            "status": {"S": "placed"},
            "placed_at": {"S": placed_at},
            "version": {"N": "1"},
            "items": {"L": [_attribute(item) for item in items]},
        },
        ConditionExpression="attribute_not_exists(pk)",
    )
    return HTTPStatus.CREATED, _order(order_id, "placed", items, placed_at)


def _read(order_id: str, tenant: str) -> tuple[HTTPStatus, dict[str, Any]]:
    key = {"pk": {"S": f"TENANT#{tenant}"}, "sk": {"S": f"ORDER#{order_id}"}}
    record = client.get_item(TableName=TABLE, Key=key, ConsistentRead=True).get("Item")
    if record is None:
        return HTTPStatus.NOT_FOUND, {"message": f"There is no order {order_id} of yours."}
    items = [_item(each["M"]) for each in record["items"]["L"]]
    return HTTPStatus.OK, _order(order_id, record["status"]["S"], items, record["placed_at"]["S"])


def _valid(items: Any) -> bool:
    return isinstance(items, list) and 1 <= len(items) <= 50 and all(map(_valid_item, items))


def _valid_item(item: Any) -> bool:
    price = item.get("unitPrice", {})
    return (
        isinstance(item.get("productId"), str)
        and isinstance(item.get("quantity"), int)
        and 1 <= item["quantity"] <= 1000
        and isinstance(price.get("amount"), int)
        and 0 <= price["amount"] <= 1_000_000_000
        and bool(CURRENCY.match(price.get("currency", "")))
    )


def _attribute(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "M": {
            "product_id": {"S": item["productId"]},
            "quantity": {"N": str(item["quantity"])},
            "amount": {"N": str(item["unitPrice"]["amount"])},
            "currency": {"S": item["unitPrice"]["currency"]},
        }
    }


def _item(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "productId": record["product_id"]["S"],
        "quantity": int(record["quantity"]["N"]),
        "unitPrice": {"amount": int(record["amount"]["N"]), "currency": record["currency"]["S"]},
    }


def _order(order_id: str, status: str, items: list[Any], placed_at: str) -> dict[str, Any]:
    amount = sum(item["quantity"] * item["unitPrice"]["amount"] for item in items)
    total = {"amount": amount, "currency": items[0]["unitPrice"]["currency"]}
    return {
        "id": order_id,
        "status": status,
        "items": items,
        "total": total,
        "placedAt": placed_at,
    }
