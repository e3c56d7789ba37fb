"""HTTP and HTTP_PROXY integrations: other web servers."""

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.integrations.responses import Returned
from embedded_aws.gateway.mapping import Overrides, request_mapping

if TYPE_CHECKING:  # slow to import, and few APIs have such a method
    import httpx

KEPT_BACK = {"host", "content-length", "connection", "transfer-encoding", "expect", "te", "upgrade"}
"""Headers of one connection, which mean nothing on the next."""


class Web:
    """Forwards requests; an unreachable server is an INTEGRATION_FAILURE."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def call(
        self, exchange: Exchange, integration: Integration, body: bytes, overrides: Overrides
    ) -> Returned:
        """The server's answer; its status selects the response."""
        import httpx  # noqa: PLC0415

        mapped = request_mapping(exchange, integration.request_parameters, overrides)
        proxy = integration.kind == "HTTP_PROXY"
        query = exchange.incoming.query_pairs() if proxy else []
        query += [(name, value) for name, values in mapped.query.items() for value in values]
        names = {**exchange.path_parameters, **mapped.path} if proxy else mapped.path
        method = integration.http_method or "ANY"
        request = self._ready().build_request(
            exchange.incoming.method if method == "ANY" else method,
            re.sub(r"\{([^}+]+)\+?\}", lambda name: quote(names.get(name[1], "")), integration.uri),
            params=urlencode(query) if query else None,
            headers=_headers(exchange, mapped.headers, proxy=proxy),
            content=body or None,
        )
        try:
            response = await self._ready().send(request)
        except httpx.HTTPError as error:
            exchange.facts.integration.error = f"Execution failed: {error or type(error)}"
            raise Refusal("INTEGRATION_FAILURE", "Internal server error") from error
        facts = exchange.facts.integration
        facts.status = facts.service_status = response.status_code
        headers = [each for each in response.headers.multi_items() if each[0] != "content-encoding"]
        return Returned(str(response.status_code), headers, response.content)

    def _ready(self) -> "httpx.AsyncClient":
        """The client, created in the event loop that uses it, without a time-out of its own."""
        import httpx  # noqa: PLC0415

        if self._client is None:
            self._client = httpx.AsyncClient(timeout=None, trust_env=False)  # noqa: S113
        return self._client


def _headers(exchange: Exchange, mapped: dict[str, str], *, proxy: bool) -> list[tuple[str, str]]:
    """The client's own headers for a proxy, and the mapped ones."""
    taken = {name.lower() for name in mapped} | KEPT_BACK
    own = exchange.incoming.headers if proxy else ()
    passed = [each for each in own if each[0].lower() not in taken]
    content_type = exchange.incoming.header("Content-Type")
    if not proxy and content_type and "content-type" not in taken:
        passed.append(("Content-Type", content_type))
    return [*passed, *mapped.items()]
