"""The request as received over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl

NAMES = "embedded_aws.names"
"""Key of the ASGI scope under which the server tells header names as the client spelled them."""
HOP_BY_HOP = frozenset(
    {
        "connection",
        "content-length",
        "content-md5",
        "expect",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "www-authenticate",
    }
)
"""Headers that reach no function and no template (recorded on AWS)."""


@dataclass(frozen=True)
class Incoming:
    """The request as received over HTTP; header names as they were spelled, values unchanged."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    source_ip: str
    protocol: str

    def header(self, name: str) -> str | None:
        """The last value of a header, by its name in any case."""
        return self._last_values.get(name.lower())

    @cached_property
    def _last_values(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers}

    def query_pairs(self) -> list[tuple[str, str]]:
        """Decoded query parameters, in order."""
        return parse_qsl(self.query, keep_blank_values=True)


def incoming(scope: Mapping[str, Any]) -> Incoming:
    """The request of an ASGI scope."""
    client = scope.get("client") or ("127.0.0.1", 0)
    return Incoming(
        method=scope["method"].upper(),
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=tuple(_headers(scope)),
        source_ip=client[0],
        protocol=f"HTTP/{scope['http_version']}",
    )


def _headers(scope: Mapping[str, Any]) -> list[tuple[str, str]]:
    headers, spelled = scope["headers"], scope.get(NAMES)
    if spelled is None:
        return [(_title(name), value.decode("latin-1")) for name, value in headers]
    return [
        (_name(name), value.decode("latin-1"))
        for name, (_, value) in zip(spelled, headers, strict=True)
    ]


@lru_cache(maxsize=1024)
def _name(name: bytes) -> str:
    return name.decode("latin-1")


@lru_cache(maxsize=1024)
def _title(name: bytes) -> str:
    return "-".join(part.capitalize() for part in name.decode("latin-1").split("-"))
