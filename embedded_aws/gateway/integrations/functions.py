"""Lambda integrations, with the proxy event or a mapped one."""

import asyncio
import json
import re
from collections.abc import Coroutine
from typing import Any

from embedded_aws.functions import (
    FullMachineError,
    Invocation,
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnsupportedRuntimeError,
)
from embedded_aws.gateway.answers.refusals import internal, too_large
from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Answer, Exchange, Refusal
from embedded_aws.gateway.integrations.proxy_event import encoded, proxy_event
from embedded_aws.gateway.integrations.proxy_response import MalformedResponseError, proxy_response
from embedded_aws.gateway.integrations.requests import body_of, misconfigured
from embedded_aws.gateway.integrations.responses import Returned
from embedded_aws.gateway.invoker import DeployedApis, Invoker
from embedded_aws.gateway.mapping import Overrides, request_mapping


class Functions:
    """Invokes functions for the gateway."""

    def __init__(self, functions: Invoker, apis: DeployedApis) -> None:
        self._functions = functions
        self._apis = apis
        self._running: set[asyncio.Task[Invocation]] = set()

    async def proxy(self, exchange: Exchange, integration: Integration) -> Answer:
        """The function's proxy response as HTTP."""
        event = encoded(proxy_event(exchange))
        invocation = await self._invoke(exchange, integration, event)
        facts = exchange.facts.integration
        if invocation.function_error:
            facts.error = "Execution failed due to an error in the function"
            raise internal(502)
        try:
            answer = proxy_response(exchange, invocation.payload)
        except MalformedResponseError as error:
            facts.error = f"Malformed Lambda proxy response: {error}"
            raise internal(502) from error
        facts.status = answer.status
        return answer

    async def custom(
        self, exchange: Exchange, integration: Integration, overrides: Overrides
    ) -> Returned:
        """The function's result, mapped; an error is selected by its `errorMessage`."""
        body = body_of(exchange, integration, overrides) or b"{}"
        if not _is_json(body):
            raise misconfigured(exchange, "the event is not JSON; see the request template")
        request_mapping(exchange, integration.request_parameters, overrides)
        invocation = await self._invoke(exchange, integration, body)
        exchange.facts.integration.status = 200
        return Returned(_error_message(invocation), (), invocation.payload)

    async def _invoke(
        self, exchange: Exchange, integration: Integration, event: bytes
    ) -> Invocation:
        arn, facts = integration.function_arn, exchange.facts.integration
        if arn is None or not self._apis.may_invoke(arn, _source_arn(exchange)):
            facts.error = "Invalid permissions on Lambda function"
            raise internal()
        try:
            invocation = await self._detached(
                self._functions.invoke(arn, event, trace_id=exchange.trace_id)
            )
        except RequestTooLargeError as error:
            facts.status = facts.service_status = 413
            raise too_large() from error
        except FullMachineError as error:  # AWS would have had a place: ask again
            facts.status = facts.service_status = 429
            facts.error = str(error)
            raise Refusal("THROTTLED", "Too Many Requests") from error
        except TooManyRequestsError as error:
            facts.status = facts.service_status = 429
            # As logged on AWS by DataBiosphere/azul (pull request 6624).
            facts.error = "Execution failed due to configuration error: Rate Exceeded."
            raise Refusal("INTEGRATION_FAILURE", "Internal server error", 500) from error
        except (UnknownFunctionError, UnsupportedRuntimeError) as error:
            facts.error = str(error)
            raise internal() from error
        facts.request_id = invocation.request_id
        facts.lambda_status = facts.service_status = 200
        return invocation

    async def _detached(self, running: Coroutine[Any, Any, Invocation]) -> Invocation:
        """The invocation's result; the function runs on when the gateway stops waiting."""
        task = asyncio.create_task(running)
        self._running.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[Invocation]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # retrieved, so that nobody misses it who did not wait


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _error_message(invocation: Invocation) -> str:
    """The text for selection patterns; empty unless the function failed."""
    if not invocation.function_error:
        return ""
    try:
        raw = json.loads(invocation.payload)
    except ValueError:
        return ""
    return str(raw.get("errorMessage") or "") if isinstance(raw, dict) else ""


def _source_arn(exchange: Exchange) -> str:
    """The source ARN of API Gateway's invocation: the resource's path, parameters as `*`."""
    api, method = exchange.stage.api, exchange.method
    path = re.sub(r"\{[^}]*\}", "*", method.resource_path if method else "/").removeprefix("/")
    verb = method.http_method if method else "*"
    verb = "*" if verb == "ANY" else verb
    return (
        f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.id}/"
        f"{exchange.stage.name}/{verb}/{path}"
    )
