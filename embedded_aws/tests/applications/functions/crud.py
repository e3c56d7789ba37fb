"""The items of a table; boto3 comes with the runtime."""

import json
import os
import uuid
from typing import Any

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handle(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer one request of the API."""
    del context
    given = (event["pathParameters"] or {}).get("id")
    if event["httpMethod"] == "POST":
        item = {"id": str(uuid.uuid4()), **json.loads(event["body"])}
        table.put_item(Item=item)
        return _answer(201, item)
    if event["httpMethod"] == "DELETE":
        table.delete_item(Key={"id": given})
        return {"statusCode": 204}
    if given is None:
        release = event["stageVariables"]["release"]
        versions = {"function": os.environ["VERSION"], "stage": release}
        return _answer(200, {"items": table.scan()["Items"], **versions})
    stored = table.get_item(Key={"id": given}).get("Item")
    return _answer(200, stored) if stored else _answer(404, {"message": "no such item"})


def _answer(status: int, content: object) -> dict[str, Any]:
    return {"statusCode": status, "body": json.dumps(content, default=str)}
