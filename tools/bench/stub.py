"""DynamoDB as far as the routes need it: canned answers, so that only the function is measured."""

import asyncio
import json
from typing import Any, cast

import httptools

ORDER: dict[str, dict[str, Any]] = {
    "pk": {"S": "TENANT#acme"},
    "sk": {"S": "ORDER#ord_01JDGQ6T5XKZ9V8B7N6M5P4R3S"},
    "id": {"S": "ord_01JDGQ6T5XKZ9V8B7N6M5P4R3S"},
    "tenant": {"S": "acme"},
    "status": {"S": "placed"},
    "placed_at": {"S": "2026-11-24T10:00:00.000Z"},
    "version": {"N": "1"},
    "items": {
        "L": [
            {
                "M": {
                    "product_id": {"S": f"prd_{number}"},
                    "quantity": {"N": "2"},
                    "amount": {"N": "1250"},
                    "currency": {"S": "EUR"},
                }
            }
            for number in range(3)
        ]
    },
}
ANSWERS: dict[str, dict[str, Any]] = {"GetItem": {"Item": ORDER}}


class DynamoStub(asyncio.Protocol):
    """One connection; every operation but GetItem answers an empty object."""

    def __init__(self) -> None:
        self._parser = httptools.HttpRequestParser(self)
        self._operation = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"x-amz-target":
            self._operation = value.decode().rsplit(".", 1)[-1]

    def on_message_complete(self) -> None:
        body = json.dumps(ANSWERS.get(self._operation, {})).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n"
        head += "Content-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: stub\r\n\r\n"
        self._transport.write(head.encode() + body)
