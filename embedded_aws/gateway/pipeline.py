"""The stages of API Gateway's request handling, in order."""

from embedded_aws.gateway.answers.refusals import missing_authentication_token
from embedded_aws.gateway.authorization.by_method import Authorization, is_signed
from embedded_aws.gateway.backends import Backends
from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.integrations import Integrations
from embedded_aws.gateway.requests.body import Body
from embedded_aws.gateway.requests.content_encoding import decompress
from embedded_aws.gateway.requests.headers import too_large
from embedded_aws.gateway.requests.routing import find
from embedded_aws.gateway.requests.validation import check_body, check_parameters


class Pipeline:
    """Runs a request through all stages; a refusal ends it early.

    web ACL → route → authorization → usage plan and throttles → validation → cache → integration.
    """

    def __init__(self, backends: Backends) -> None:
        self._firewall = backends.firewall
        self._throttling = backends.throttling
        self._authorization = Authorization(backends.functions, backends.apis, backends.callers)
        self._integrations = Integrations(backends.functions, backends.apis, backends.services)
        self._cache = backends.cache

    async def run(self, exchange: Exchange, body: Body) -> Answer:
        """The integration's answer; raises the Refusal of any stage."""
        refused = too_large(exchange.incoming)
        if refused is not None:
            return refused
        if exchange.stage.web_acl_arn:
            answer = await self._firewall.inspect(exchange, body)
            if answer is not None:
                return answer
        self._route(exchange)
        signed = is_signed(exchange)
        if signed:  # the signature is over the body too
            exchange.body = await body.whole()
        await self._authorization.authorize(exchange)
        self._throttling.admit(exchange)
        check_parameters(exchange)
        if not signed:
            exchange.body = await body.whole()
        decompress(exchange)
        check_body(exchange)
        return await self._cache.answer(exchange, self._integrations.call)

    def _route(self, exchange: Exchange) -> None:
        match = find(exchange.stage.api, exchange.incoming.method, exchange.path)
        if match is None:
            raise missing_authentication_token()
        exchange.method = match.method
        exchange.path_parameters = match.parameters
        exchange.sent_path_parameters = match.sent
