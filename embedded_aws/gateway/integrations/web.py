"""HTTP and HTTP_PROXY integrations: other web servers."""

import re
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.integrations import tracing
from embedded_aws.gateway.integrations.headers import for_backend
from embedded_aws.gateway.integrations.requests import misconfigured
from embedded_aws.gateway.integrations.responses import Returned
from embedded_aws.gateway.mapping import Overrides, request_mapping
from embedded_aws.gateway.mapping.parameters import RequestMapping

if TYPE_CHECKING:  # slow to import, and few APIs have such a method
    import httpx


class Web:
    """Forwards requests; an unreachable server is an INTEGRATION_FAILURE."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def call(
        self, exchange: Exchange, integration: Integration, body: bytes, overrides: Overrides
    ) -> Returned:
        """The server's answer; its status selects the response."""
        import httpx  # noqa: PLC0415

        request = _request(exchange, integration, body, overrides)
        headers = list(request.headers.multi_items())
        began = tracing.sending(exchange, str(request.url), headers, body)
        try:
            response = await self._ready().send(request, stream=True)
            content = b"".join([part async for part in response.aiter_raw()])
            await response.aclose()
        except httpx.HTTPError as error:
            raise _unreachable(exchange, error) from error
        facts = exchange.facts.integration
        facts.status = facts.service_status = response.status_code
        answered = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in response.headers.raw
        ]
        tracing.received(exchange, began, response.status_code, answered, content)
        return Returned(str(response.status_code), answered, content)

    def _ready(self) -> "httpx.AsyncClient":
        """The client, created in the event loop that uses it, without a time-out of its own."""
        import httpx  # noqa: PLC0415

        if self._client is None:
            self._client = httpx.AsyncClient(timeout=None, trust_env=False)  # noqa: S113
        return self._client


def _unreachable(exchange: Exchange, error: Exception) -> Refusal:
    """The answer for a server that did not: its name is unknown, or the network failed."""
    if any(isinstance(each, socket.gaierror) for each in _causes(error)):
        return misconfigured(exchange, f"Invalid endpoint address ({error})")
    text = f"Execution failed due to a network error communicating with endpoint ({error!r})"
    exchange.facts.integration.error = text
    exchange.log.fail(text)
    # As answered on AWS in RhinoSecurityLabs/IPRotate_Burp_Extension's issue 17.
    return Refusal("INTEGRATION_FAILURE", "Network error communicating with endpoint")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it came from, and so on."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _request(
    exchange: Exchange, integration: Integration, body: bytes, overrides: Overrides
) -> "httpx.Request":
    """The request, with nothing of the client library's own in it."""
    import httpx  # noqa: PLC0415

    mapped = request_mapping(exchange, integration.request_parameters, overrides)
    proxy = integration.kind == "HTTP_PROXY"
    method = integration.http_method or "ANY"
    method = exchange.incoming.method if method == "ANY" else method
    headers = for_backend(exchange, mapped.headers, proxy=proxy, has_body=bool(body))
    uri = _uri(exchange, integration, mapped, proxy=proxy)
    try:
        request = httpx.Request(method, uri, headers=headers, content=body or None)
    except (httpx.InvalidURL, ValueError) as error:
        raise misconfigured(exchange, f"Invalid endpoint address ({error})") from error
    if request.url.scheme not in {"http", "https"} or not request.url.host:
        raise misconfigured(exchange, "Invalid endpoint address")
    return request


def _uri(
    exchange: Exchange, integration: Integration, mapped: RequestMapping, *, proxy: bool
) -> str:
    """The address: the declared one, the caller's query for a proxy, and what is mapped."""
    place = re.sub(
        r"\{([^}+]+)\+?\}",
        lambda name: quote(mapped.path[name[1]]) if name[1] in mapped.path else name[0],
        integration.uri,
    )
    if "{" in place:
        why = f"Illegal character in path at index {place.index('{')}: {place}"
        raise misconfigured(exchange, why)
    query = exchange.incoming.query_pairs() if proxy else []
    query += [(name, value) for name, values in mapped.query.items() for value in values]
    if not query:
        return place
    return f"{place}{'&' if '?' in place else '?'}{urlencode(query)}"
