"""A stub of AWS and of other services with canned answers: only the function is measured."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import httptools

type Answers = Mapping[str, Any]
"""Operation of AWS, or path of another service → the answer."""

# A table that has nothing, and an issuer that gives tokens to everybody.
EMPTY: Answers = {
    "Query": {"Items": []},
    "/oauth2/token": {"access_token": "bench", "expires_in": 3600},  # nosec B105
}


def secret(host: str) -> str:
    """The secret of a service that calls another, as Secrets Manager returns it."""
    urls = {"token_url": f"http://{host}/oauth2/token", "api_url": f"http://{host}/v1"}
    # Nobody's.
    return json.dumps({"client_id": "bench", "client_secret": "bench", **urls})  # nosec B105


class Stub(asyncio.Protocol):
    """One connection; what has no canned answer gets an empty object."""

    def __init__(self, answers: Answers) -> None:
        self._answers = {**EMPTY, **answers}
        self._parser = httptools.HttpRequestParser(self)
        self._operation = self._path = self._host = ""

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
        self._path, self._operation = url.decode(), ""

    def _answer(self) -> dict[str, Any]:
        if self._operation == "GetSecretValue":
            return {"SecretString": secret(self._host)}
        answer: dict[str, Any] = self._answers.get(
            self._operation or self._path.partition("?")[0], {}
        )
        return answer

    def on_message_complete(self) -> None:
        body = json.dumps(self._answer()).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n"
        head += "Content-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: stub\r\n\r\n"
        self._transport.write(head.encode() + body)


@asynccontextmanager
async def listening(answers: Answers) -> AsyncIterator[str]:
    """A stub with these answers; its URL."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Stub(answers), "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
