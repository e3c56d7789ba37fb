"""Headers that API Gateway drops or renames between a client, itself and a backend.

Important notes of the developer guide ("headers"), and answers recorded on AWS where these differ.
"""

from collections.abc import Iterable

from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.incoming import HOP_BY_HOP
from embedded_aws.gateway.integrations.proxy_event import forwarded

type Headers = list[tuple[str, str]]

UNSENT = {"connection", "expect", "proxy-authenticate", "te", "via"}
"""Headers that are mapped in vain."""
UNMAPPABLE = {"content-length", "transfer-encoding"}
"""Headers whose mapping makes every request fail."""
UNMAPPABLE_FOR_AWS = UNMAPPABLE | {
    "authorization",
    "connection",
    "expect",
    "proxy-authenticate",
    "te",
}
KEPT_BACK = HOP_BY_HOP | {"host", "content-encoding", "via", "x-amzn-trace-id"}
"""Headers of the client that reach no web server."""
RENAMED = {
    "authorization",
    "connection",
    "content-length",
    "content-md5",
    "date",
    "max-forwards",
    "server",
    "user-agent",
    "www-authenticate",
    "x-amz-apigw-id",
    "x-amzn-requestid",
}
LOST = {
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
}
RENAMED_WHEN_MAPPED = (RENAMED | LOST) - {"keep-alive", "te", "transfer-encoding", "via"}
LOST_WHEN_MAPPED = {"transfer-encoding"}


def from_backend(headers: Iterable[tuple[str, str]]) -> Headers:
    """A backend's headers as a proxy integration passes them on."""
    return _renamed(headers, RENAMED, LOST)


def mapped_for_client(headers: Iterable[tuple[str, str]]) -> Headers:
    """Mapped headers as they reach the client: those of HTTP itself under another name."""
    return _renamed(headers, RENAMED_WHEN_MAPPED, LOST_WHEN_MAPPED)


def _renamed(headers: Iterable[tuple[str, str]], renamed: set[str], lost: set[str]) -> Headers:
    return [
        (f"x-amzn-Remapped-{name}" if name.lower() in renamed else name, value)
        for name, value in headers
        if name.lower() not in lost
    ]


def for_backend(
    exchange: Exchange, mapped: dict[str, str], *, proxy: bool, has_body: bool
) -> Headers:
    """The headers of a request to a web server: a proxy passes the client's on."""
    headers = _passed(exchange) if proxy else _own(exchange, has_body=has_body)
    headers += [
        ("X-Amzn-Apigateway-Api-Id", exchange.stage.api.id),
        ("X-Amzn-Trace-Id", exchange.trace_id.split(";")[0]),
    ]
    taken = {name.lower() for name in mapped}
    sent = [(name, value) for name, value in mapped.items() if name.lower() not in UNSENT]
    return [each for each in headers if each[0].lower() not in taken] + sent


def _passed(exchange: Exchange) -> Headers:
    added = forwarded(exchange)
    gone = KEPT_BACK | {name.lower() for name, _ in added}
    return [*(each for each in exchange.incoming.headers if each[0].lower() not in gone), *added]


def _own(exchange: Exchange, *, has_body: bool) -> Headers:
    content_type = exchange.incoming.header("Content-Type") or "application/json"
    return [
        ("Accept", "application/json"),
        ("User-Agent", f"AmazonAPIGateway_{exchange.stage.api.id}"),
        *([("Content-Type", content_type)] if has_body else []),
    ]
