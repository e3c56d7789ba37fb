"""The order in which API Gateway looks at a request."""

from tools.local.gateway.authorizers import LambdaAuthorizers
from tools.local.gateway.body import Body
from tools.local.gateway.exchange import Answer, Exchange, Refusal
from tools.local.gateway.firewall import Firewall
from tools.local.gateway.integrations import Integrations
from tools.local.gateway.invoker import DeployedApis, Invoker
from tools.local.gateway.refusals import missing_authentication_token
from tools.local.gateway.routing import find
from tools.local.gateway.throttling import Throttling
from tools.local.gateway.validation import check_body, check_parameters


class Pipeline:
    """Takes one request through all stages; a refusal ends it early.

    web ACL → route → authorizer → usage plan and throttles → validation → cache → integration.
    The cache joins where the comment stands.
    """

    def __init__(
        self, functions: Invoker, apis: DeployedApis, throttling: Throttling, firewall: Firewall
    ) -> None:
        self._firewall = firewall
        self._throttling = throttling
        self._authorizers = LambdaAuthorizers(functions, apis)
        self._integrations = Integrations(functions, apis)

    async def run(self, exchange: Exchange, body: Body) -> Answer:
        """The integration's answer; raises the Refusal that any stage decides on."""
        if exchange.stage.web_acl_arn:
            answer = await self._firewall.inspect(exchange, body)
            if answer is not None:
                return answer
        self._route(exchange)
        await self._authorize(exchange)
        self._throttling.admit(exchange)
        check_parameters(exchange)
        exchange.body = await body.whole()
        check_body(exchange)
        # Cache: answers instead of the integration.
        return await self._integrations.call(exchange)

    def _route(self, exchange: Exchange) -> None:
        found = find(exchange.stage.api, exchange.incoming.method, exchange.path)
        if found is None:
            raise missing_authentication_token()
        exchange.method = found.method
        exchange.path_parameters = found.parameters

    async def _authorize(self, exchange: Exchange) -> None:
        method = exchange.method
        if method is None or method.authorization == "NONE":
            return
        authorizer = exchange.stage.api.authorizers.get(method.authorizer_id or "")
        if method.authorization != "CUSTOM" or authorizer is None:
            raise Refusal("AUTHORIZER_CONFIGURATION_ERROR", None)
        await self._authorizers.authorize(exchange, authorizer)
