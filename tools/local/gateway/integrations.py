"""What is behind a method: a Lambda function, or a mock answer."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from tools.local.functions import (
    Invocation,
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnsupportedRuntimeError,
)
from tools.local.gateway.deployed import Integration, IntegrationResponse
from tools.local.gateway.exchange import Answer, Exchange, Refusal
from tools.local.gateway.invoker import DeployedApis, Invoker
from tools.local.gateway.proxy_event import encoded, proxy_event
from tools.local.gateway.proxy_response import MalformedResponseError, proxy_response
from tools.local.gateway.refusals import internal, mapped, timed_out, too_large
from tools.local.gateway.templates import substitute

CONFIGURATION = "API_CONFIGURATION_ERROR"


class Integrations:
    """Calls what a method is integrated with."""

    def __init__(self, functions: Invoker, apis: DeployedApis) -> None:
        self._functions = functions
        self._apis = apis
        self._running: set[asyncio.Task[Invocation]] = set()
        self._kinds: dict[str, Callable[[Exchange, Integration], Awaitable[Answer]]] = {
            "AWS_PROXY": self._lambda_proxy,
            "MOCK": self._mock,
        }

    async def call(self, exchange: Exchange) -> Answer:
        """The integration's answer, or the refusal that stands for its failure."""
        integration = exchange.method.integration if exchange.method else None
        kind = self._kinds.get(integration.kind) if integration else None
        if integration is None or kind is None:
            raise Refusal(CONFIGURATION, "Internal server error")
        began = time.perf_counter()
        try:
            async with asyncio.timeout(integration.timeout_seconds):
                return await kind(exchange, integration)
        except TimeoutError:
            exchange.facts["integration.error"] = "Execution failed due to a timeout error"
            raise timed_out() from None
        finally:
            latency = int((time.perf_counter() - began) * 1000)
            exchange.facts["integration.latency"] = exchange.facts["integrationLatency"] = latency

    async def _lambda_proxy(self, exchange: Exchange, integration: Integration) -> Answer:
        arn = integration.function_arn
        if arn is None or not self._apis.may_invoke(arn, _source_arn(exchange)):
            exchange.facts["integration.error"] = "Invalid permissions on Lambda function"
            raise internal()
        invocation = await self._invoke(exchange, arn)
        facts = exchange.facts
        facts["integration.requestId"] = facts["awsEndpointRequestId"] = invocation.request_id
        facts["integration.integrationStatus"] = facts["integrationStatus"] = 200
        if invocation.function_error:
            facts["integration.error"] = "Execution failed due to an error in the function"
            raise internal(502)
        try:
            answer = proxy_response(exchange, invocation.payload)
        except MalformedResponseError as error:
            facts["integration.error"] = f"Malformed Lambda proxy response: {error}"
            raise internal(502) from error
        facts["integration.status"] = answer.status
        return answer

    async def _invoke(self, exchange: Exchange, arn: str) -> Invocation:
        facts = exchange.facts
        try:
            return await self._detached(
                self._functions.invoke(
                    arn, encoded(proxy_event(exchange)), trace_id=exchange.trace_id
                )
            )
        except RequestTooLargeError as error:
            facts["integration.status"] = facts["integrationStatus"] = 413
            raise too_large() from error
        except TooManyRequestsError as error:
            facts["integration.status"] = facts["integrationStatus"] = 429
            facts["integration.error"] = "Lambda was throttled: Rate Exceeded"
            raise internal() from error
        except (UnknownFunctionError, UnsupportedRuntimeError) as error:
            facts["integration.error"] = str(error)
            raise internal() from error

    async def _detached(self, running: Coroutine[Any, Any, Invocation]) -> Invocation:
        """The invocation's outcome; a function runs on when the gateway stops waiting for it."""
        task = asyncio.create_task(running)
        self._running.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[Invocation]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # retrieved, so that nobody misses it who did not wait

    async def _mock(self, exchange: Exchange, integration: Integration) -> Answer:
        """The status that the request template names chooses among the responses."""
        template = _for_content_type(exchange, integration)
        try:
            status = int(json.loads(substitute(template, exchange, ""))["statusCode"])
        except (ValueError, KeyError, TypeError) as error:
            raise Refusal(CONFIGURATION, "Internal server error") from error
        exchange.facts["integration.status"] = exchange.facts["integrationStatus"] = status
        chosen = _chosen(integration, str(status))
        if chosen is None:
            raise Refusal(CONFIGURATION, "Internal server error")
        return _answer(exchange, chosen)


def _source_arn(exchange: Exchange) -> str:
    """What API Gateway calls from: the resource's path, parameters as `*`."""
    api, method = exchange.stage.api, exchange.method
    path = re.sub(r"\{[^}]*\}", "*", method.resource_path if method else "/").removeprefix("/")
    verb = method.http_method if method else "*"
    verb = "*" if verb == "ANY" else verb
    return (
        f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.id}/"
        f"{exchange.stage.name}/{verb}/{path}"
    )


def _for_content_type(exchange: Exchange, integration: Integration) -> str:
    """The request template for what was sent; JSON's is the default."""
    sent = (exchange.incoming.header("Content-Type") or "application/json").split(";")[0].strip()
    templates = integration.request_templates
    if sent in templates:
        return templates[sent]
    refused = integration.passthrough == "NEVER" or (
        integration.passthrough == "WHEN_NO_TEMPLATES" and templates
    )
    if refused:
        raise Refusal("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type")
    return templates.get("application/json", "{}")


def _chosen(integration: Integration, status: str) -> IntegrationResponse | None:
    """The response whose pattern fits, else the one without a pattern."""
    fitting = [
        each
        for each in integration.responses
        if each.pattern and re.fullmatch(each.pattern, status)
    ]
    default = [each for each in integration.responses if not each.pattern]
    return next(iter([*fitting, *default]), None)


def _answer(exchange: Exchange, chosen: IntegrationResponse) -> Answer:
    headers = []
    for name, source in chosen.parameters.items():
        value = mapped(exchange, source) if name.startswith("method.response.header.") else None
        if value is not None:
            headers.append((name.removeprefix("method.response.header."), value))
    content_type, template = next(iter(chosen.templates.items()), ("application/json", ""))
    body = substitute(template or "", exchange, "").encode()
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", content_type))
    return Answer(chosen.status_code, headers, body)
