"""The stages of API Gateway's request handling, in order."""

from embedded_aws.gateway.answers.refusals import missing_authentication_token
from embedded_aws.gateway.authorization.by_method import Authorization, is_signed
from embedded_aws.gateway.backends import Backends
from embedded_aws.gateway.deployed.model import Method
from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.execution_log import Body as Logged
from embedded_aws.gateway.execution_log import Braces, ExecutionLog
from embedded_aws.gateway.integrations import Integrations, Invocations
from embedded_aws.gateway.integrations.tracing import traced
from embedded_aws.gateway.requests.body import Body
from embedded_aws.gateway.requests.content_encoding import decompress
from embedded_aws.gateway.requests.headers import too_large
from embedded_aws.gateway.requests.routing import find
from embedded_aws.gateway.requests.validation import check_body, check_parameters

TRACED = {"AWS", "AWS_PROXY", "HTTP"}
"""Integrations whose answers have a trace id (recorded on AWS)."""
UNKEYED = (
    "API Key %s authorized because method '%s %s' does not require API Key. "
    "Request will not contribute to throttle or quota limits"
)


class Pipeline:
    """Runs a request through all stages; a refusal ends it early.

    web ACL → route → authorization → usage plan and throttles → validation → cache → integration.
    """

    def __init__(self, backends: Backends) -> None:
        self._firewall = backends.firewall
        self._throttling = backends.throttling
        invocations = Invocations(backends.functions, backends.apis, backends.roles)
        self.authorization = Authorization(invocations, backends.callers)
        self._integrations = Integrations(invocations, backends.services, backends.roles)
        self._cache = backends.cache

    async def run(self, exchange: Exchange, body: Body) -> Answer:
        """The integration's answer; raises the Refusal of any stage."""
        refused = too_large(exchange.incoming)
        if refused is not None:
            return refused
        if exchange.stage.web_acl_arn:
            exchange.enter("web ACL")
            answer = await self._firewall.inspect(exchange, body)
            if answer is not None:
                return answer
        exchange.enter("route")
        self._route(exchange)
        signed = is_signed(exchange)
        if signed:  # the signature is over the body too
            exchange.body = await body.whole()
        exchange.enter("authorizer")
        await self.authorization.authorize(exchange)
        exchange.enter("throttle and quota")
        self._admit(exchange)
        exchange.enter("validation")
        check_parameters(exchange)
        if not signed:
            exchange.body = await body.whole()
        decompress(exchange)
        return await self.executed(exchange)

    async def executed(self, exchange: Exchange) -> Answer:
        """The answer to a request that is admitted, and whose body is read."""
        log = exchange.log
        if log.level == "INFO":
            _log_request(exchange)
        check_body(exchange)
        answer = await self._cache.answer(exchange, self._integrations.call)
        answer.headers[:0] = _trace(exchange, answer)
        log.trace("Method response body after transformations: %s", Logged(answer.body))
        log.trace("Method response headers: %s", Braces(answer.headers))
        log.note("Successfully completed execution")
        return answer

    def _admit(self, exchange: Exchange) -> None:
        """Count the request against its usage plan and the throttles; the log has AWS's words."""
        log, method, stage = exchange.log, exchange.method, exchange.stage
        place = f"{stage.api.id}/{stage.name}"
        key = exchange.usage_key or exchange.incoming.header("X-Api-Key") or ""
        masked = f"{'*' * 6}{key[-6:]}" if key else ""
        verifying = "Verifying Usage Plan for request: %s. API Key: %s API Stage: %s"
        log.note(verifying, exchange.request_id, masked, place)
        self._throttling.admit(exchange)
        if method and not method.api_key_required:
            log.note(UNKEYED, masked, method.http_method, method.resource_path)
        log.note("Usage Plan check succeeded for API Key %s and API Stage %s", masked, place)

    def _route(self, exchange: Exchange) -> None:
        match = find(exchange.stage.api, exchange.incoming.method, exchange.path)
        if match is None:
            raise missing_authentication_token()
        exchange.method = match.method
        exchange.path_parameters = match.parameters
        exchange.sent_path_parameters = match.sent
        exchange.log = _log(exchange, match.method)
        exchange.log.note("Extended Request Id: %s", exchange.extended_id)


def _log_request(exchange: Exchange) -> None:
    log, incoming = exchange.log, exchange.incoming
    log.note("Starting execution for request: %s", exchange.request_id)
    log.note("HTTP Method: %s, Resource Path: %s", incoming.method, exchange.path)
    log.trace("Method request path: %s", Braces(exchange.path_parameters))
    log.trace("Method request query string: %s", Braces(incoming.query_pairs()))
    log.trace("Method request headers: %s", Braces(incoming.headers))
    log.trace("Method request body before transformations: %s", Logged(exchange.body))


def _trace(exchange: Exchange, answer: Answer) -> list[tuple[str, str]]:
    """The header with the trace id, if the integration is one whose answers have it."""
    integration = exchange.method.integration if exchange.method else None
    if integration is None or integration.kind not in TRACED:
        return []
    if any(name.lower() == "x-amzn-trace-id" for name, _ in answer.headers):
        return []
    return [("X-Amzn-Trace-Id", traced(exchange.trace_id))]


def _log(exchange: Exchange, method: Method) -> ExecutionLog:
    """A log of as much as the stage says for the method."""
    setting = exchange.stage.setting_of(method)
    level = str(setting.get("loggingLevel") or "OFF")
    return ExecutionLog(level, bool(setting.get("dataTraceEnabled")))
