"""Lambda integrations, with the proxy event or a mapped one."""

from embedded_aws.functions import (
    FullMachineError,
    Invocation,
    RequestTooLargeError,
    TooManyRequestsError,
)
from embedded_aws.gateway.answers.refusals import internal, too_large
from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Answer, Exchange, Refusal
from embedded_aws.gateway.integrations.function_log import (
    error_message,
    log_answer,
    log_call,
    log_error,
)
from embedded_aws.gateway.integrations.invocations import (
    NOT_RUN,
    Invocations,
    NotPermittedError,
    source_arn,
)
from embedded_aws.gateway.integrations.proxy_event import encoded, proxy_event
from embedded_aws.gateway.integrations.proxy_response import (
    MalformedResponseError,
    UnreadableBodyError,
    proxy_response,
)
from embedded_aws.gateway.integrations.requests import body_of, misconfigured
from embedded_aws.gateway.integrations.responses import Returned
from embedded_aws.gateway.json_body import is_json
from embedded_aws.gateway.mapping import Overrides, request_mapping

ASYNCHRONOUS = ("x-amz-invocation-type", "Event")


class Functions:
    """Invokes functions for methods."""

    def __init__(self, invocations: Invocations) -> None:
        self._invocations = invocations

    async def proxy(self, exchange: Exchange, integration: Integration) -> Answer:
        """The function's proxy response as HTTP."""
        event = encoded(proxy_event(exchange))
        invocation = await self._invoke(exchange, integration, event)
        facts = exchange.facts.integration
        if invocation.function_error:
            facts.error = "Execution failed due to an error in the function"
            log_error(exchange, invocation)
            raise internal(502)
        try:
            answer = proxy_response(exchange, invocation.payload)
        except MalformedResponseError as error:
            facts.error = f"Malformed Lambda proxy response: {error}"
            why = f"Malformed Lambda proxy response ({error})"
            exchange.log.fail(f"Execution failed due to configuration error: {why}")
            raise internal(502) from error
        except UnreadableBodyError as error:
            raise misconfigured(exchange, f"Unable to base64 decode the body ({error})") from error
        facts.status = answer.status
        return answer

    async def custom(
        self, exchange: Exchange, integration: Integration, overrides: Overrides
    ) -> Returned:
        """The function's result, mapped; an error is selected by its `errorMessage`."""
        mapped_body = body_of(exchange, integration, overrides)
        body = mapped_body or b"{}"
        if not is_json(body):
            raise misconfigured(exchange, "the event is not JSON; see the request template")
        mapped = request_mapping(exchange, integration.request_parameters, overrides)
        if ASYNCHRONOUS in {(name.lower(), value) for name, value in mapped.headers.items()}:
            arn = self._permitted(exchange, integration)
            self._invocations.start(exchange, arn, body)
            return Returned("", (), b"")
        invocation = await self._invoke(exchange, integration, body, mapped_body)
        exchange.facts.integration.status = 200
        message = error_message(invocation)
        if message:
            log_error(exchange, invocation)
        return Returned(message, (), invocation.payload)

    def _permitted(self, exchange: Exchange, integration: Integration) -> str:
        """The function's ARN, or the refusal of an integration that may not invoke it."""
        arn = integration.function_arn
        if arn is None:
            raise misconfigured(exchange, f"Invalid endpoint address ({integration.uri})")
        method = integration.http_method or "POST"
        if (exchange.incoming.method if method == "ANY" else method) != "POST":
            why = f"a function is invoked by POST alone, and the integration's method is {method}"
            exchange.facts.integration.error = why
            exchange.log.fail(f"Execution failed due to configuration error: {why}")
            raise Refusal("INTEGRATION_FAILURE", "Internal server error", 500)
        try:
            self._invocations.check(arn, source_arn(exchange), integration.credentials)
        except NotPermittedError as error:
            exchange.facts.integration.error = str(error)
            exchange.log.fail(str(error))
            raise internal() from error
        return arn

    async def _invoke(
        self,
        exchange: Exchange,
        integration: Integration,
        event: bytes,
        mapped_body: bytes | None = None,
    ) -> Invocation:
        arn, facts = self._permitted(exchange, integration), exchange.facts.integration
        body = event if mapped_body is None else mapped_body
        began = log_call(exchange, arn, body, integration.credentials)
        try:
            invocation = await self._invocations.invoke(exchange, arn, event)
        except NOT_RUN as error:
            raise _not_run(exchange, error) from error
        facts.request_id = invocation.request_id
        facts.lambda_status = facts.service_status = 200
        log_answer(exchange, began, invocation)
        return invocation


def _not_run(exchange: Exchange, error: Exception) -> Refusal:
    """The answer for a function that Lambda did not run."""
    facts = exchange.facts.integration
    if isinstance(error, RequestTooLargeError):
        facts.status = facts.service_status = 413
        return too_large()
    if isinstance(error, TooManyRequestsError | FullMachineError):
        facts.status = facts.service_status = 429
        # As logged on AWS by DataBiosphere/azul (pull request 6624).
        facts.error = "Execution failed due to configuration error: Rate Exceeded."
        exchange.log.fail(facts.error)
        if isinstance(error, FullMachineError):  # AWS would have had a place: ask again
            facts.error = str(error)
            return Refusal("THROTTLED", "Too Many Requests")
        return Refusal("INTEGRATION_FAILURE", "Internal server error", 500)
    facts.error = str(error)
    why = f"Invalid permissions on Lambda function ({error})"
    exchange.log.fail(f"Execution failed due to configuration error: {why}")
    return internal()
