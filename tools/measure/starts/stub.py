"""A stub of DynamoDB with canned answers, so that only the function is measured."""

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
ANSWERS: dict[str, dict[str, Any]] = {"GetItem": {"Item": ORDER}, "Query": {"Items": []}}
EMPTY_TABLE = "empty"
"""Whose function finds nothing: a first profile is made."""


PRODUCTS = [
    {"id": f"prd_01JDGQ6T5XKZ9V8B7N6M5P4R3{last}", "price": {"amount": 1250, "currency": "EUR"}}
    for last in "STV"
]
OF_OTHERS: dict[str, dict[str, Any]] = {
    "/oauth2/token": {"access_token": "bench", "expires_in": 3600},
    "/v1/catalog/products": {"items": PRODUCTS},
}


def secret(host: str) -> str:
    """The secret of a service that calls another, as Secrets Manager returns it."""
    urls = {"token_url": f"http://{host}/oauth2/token", "api_url": f"http://{host}/v1"}
    return json.dumps({"client_id": "bench", "client_secret": "bench", **urls})


class DynamoStub(asyncio.Protocol):
    """One connection; reads get canned answers, other operations an empty object."""

    def __init__(self) -> None:
        self._parser = httptools.HttpRequestParser(self)
        self._operation = self._path = self._host = ""
        self._empty = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"x-amz-target":
            self._operation = value.decode().rsplit(".", 1)[-1]
        if name.lower() == b"host":
            self._host = value.decode()

    def on_url(self, url: bytes) -> None:
        self._path, self._operation, self._empty = url.decode(), "", False

    def on_body(self, body: bytes) -> None:
        self._empty = self._empty or f'"{EMPTY_TABLE}"'.encode() in body

    def _answer(self) -> dict[str, Any]:
        if self._empty:
            return {}
        if self._operation == "GetSecretValue":
            return {"SecretString": secret(self._host)}
        return ANSWERS.get(self._operation) or OF_OTHERS.get(self._path.partition("?")[0], {})

    def on_message_complete(self) -> None:
        body = json.dumps(self._answer()).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n"
        head += "Content-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: stub\r\n\r\n"
        self._transport.write(head.encode() + body)
