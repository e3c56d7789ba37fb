"""The order in which API Gateway looks at a request."""

from collections.abc import Awaitable, Callable

from tools.local.gateway.authorization import Authorization, is_signed
from tools.local.gateway.backends import Backends
from tools.local.gateway.exchange import Answer, Exchange
from tools.local.gateway.integrations import Integrations
from tools.local.gateway.refusals import missing_authentication_token
from tools.local.gateway.routing import find
from tools.local.gateway.validation import check_body, check_parameters

ReadBody = Callable[[], Awaitable[bytes]]


class Pipeline:
    """Takes one request through all stages; a refusal ends it early.

    web ACL → route → authorization → usage plan and throttles → validation → cache → integration.
    The web ACL joins where the comment stands.
    """

    def __init__(self, backends: Backends) -> None:
        self._throttling = backends.throttling
        self._authorization = Authorization(backends.functions, backends.apis, backends.callers)
        self._integrations = Integrations(backends.functions, backends.apis, backends.services)
        self._cache = backends.cache

    async def run(self, exchange: Exchange, read_body: ReadBody) -> Answer:
        """The integration's answer; raises the Refusal that any stage decides on."""
        # Web ACL: refuses with WAF_FILTERED before anything else is looked at.
        self._route(exchange)
        signed = is_signed(exchange)
        if signed:  # the signature is over the body too
            exchange.body = await read_body()
        await self._authorization.authorize(exchange)
        self._throttling.admit(exchange)
        check_parameters(exchange)
        if not signed:
            exchange.body = await read_body()
        check_body(exchange)
        return await self._cache.answer(exchange, self._integrations.call)

    def _route(self, exchange: Exchange) -> None:
        found = find(exchange.stage.api, exchange.incoming.method, exchange.path)
        if found is None:
            raise missing_authentication_token()
        exchange.method = found.method
        exchange.path_parameters = found.parameters
