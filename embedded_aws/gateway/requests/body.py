"""A request's body, read on demand and within API Gateway's limit."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from embedded_aws.gateway.answers.refusals import too_large
from embedded_aws.gateway.exchange import PAYLOAD_LIMIT_BYTES
from embedded_aws.gateway.incoming import Incoming

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class DisconnectedError(Exception):
    """The client disconnected before its body was complete."""


class Body:
    """The body of one request, as far as it has arrived."""

    def __init__(self, incoming: Incoming, receive: Receive) -> None:
        self._incoming = incoming
        self._receive = receive
        self._held = bytearray()
        self._more = True

    async def beginning(self, length: int) -> tuple[bytes, bool]:
        """The first bytes, and whether there are more; a large body is not refused."""
        while self._more and len(self._held) <= length:
            await self._read()
        return bytes(self._held[:length]), len(self._held) > length

    async def whole(self) -> bytes:
        """The whole body, or the Refusal of one that is too large."""
        length = self._incoming.header("Content-Length") or "0"
        if length.isdecimal() and int(length) > PAYLOAD_LIMIT_BYTES:
            raise too_large()
        while self._more:
            await self._read()
            if len(self._held) > PAYLOAD_LIMIT_BYTES:
                raise too_large()
        return bytes(self._held)

    async def _read(self) -> None:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        self._held += message.get("body", b"")
        self._more = message.get("more_body", False)
