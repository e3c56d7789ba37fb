"""HTTP/1.1 under uvicorn, with the spelling of header names, which uvicorn puts in lower case."""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from embedded_aws.gateway.incoming import NAMES


class SpellingProtocol(HttpToolsProtocol):
    """Tells the application the names of the request's headers as the client spelled them."""

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self.names: list[bytes] = []
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]  # an extension of our own
        scope[NAMES] = self.names

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header."""
        self.names.append(name)
        super().on_header(name, value)
