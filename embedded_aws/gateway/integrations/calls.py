"""The call of an integration: by kind, with its time-out and its facts for the log."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from embedded_aws.gateway.answers.refusals import timed_out
from embedded_aws.gateway.answers.templates import substitute
from embedded_aws.gateway.deployed.model import Integration, function_arn
from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.integrations.functions import Functions
from embedded_aws.gateway.integrations.mock import mock
from embedded_aws.gateway.integrations.requests import body_of, misconfigured
from embedded_aws.gateway.integrations.responses import answered, proxied
from embedded_aws.gateway.integrations.service import AwsServices, Services
from embedded_aws.gateway.integrations.web import Web
from embedded_aws.gateway.invoker import DeployedApis, Invoker
from embedded_aws.gateway.mapping import Overrides

type Kind = Callable[[Exchange, Integration], Awaitable[Answer]]


class Integrations:
    """Calls the methods' integrations."""

    def __init__(self, functions: Invoker, apis: DeployedApis, services: AwsServices) -> None:
        self._functions = Functions(functions, apis)
        self._services = Services(services)
        self._web = Web()
        self._kinds: dict[str, Kind] = {
            "AWS_PROXY": self._functions.proxy,
            "AWS": self._aws,
            "HTTP": self._http,
            "HTTP_PROXY": self._http_proxy,
            "MOCK": mock,
        }

    async def call(self, exchange: Exchange) -> Answer:
        """The integration's answer, or the refusal for its failure."""
        integration = exchange.method.integration if exchange.method else None
        kind = self._kinds.get(integration.kind) if integration else None
        if integration is None or kind is None:
            raise misconfigured(exchange, "the method has no integration")
        if "${stageVariables." in integration.uri:
            integration = _filled(exchange, integration)
        began = time.perf_counter()
        try:
            async with asyncio.timeout(integration.timeout_seconds):
                return await kind(exchange, integration)
        except TimeoutError:
            exchange.facts.integration.error = "Execution failed due to a timeout error"
            raise timed_out() from None
        finally:
            latency = int((time.perf_counter() - began) * 1000)
            exchange.facts.integration.latency_ms = latency

    async def _aws(self, exchange: Exchange, integration: Integration) -> Answer:
        overrides = Overrides()
        call = self._functions if integration.function_arn else self._services
        returned = await call.custom(exchange, integration, overrides)
        return answered(exchange, integration, returned, overrides)

    async def _http(self, exchange: Exchange, integration: Integration) -> Answer:
        overrides = Overrides()
        body = body_of(exchange, integration, overrides)
        returned = await self._web.call(exchange, integration, body, overrides)
        return answered(exchange, integration, returned, overrides)

    async def _http_proxy(self, exchange: Exchange, integration: Integration) -> Answer:
        returned = await self._web.call(exchange, integration, exchange.body, Overrides())
        return proxied(returned)


def _filled(exchange: Exchange, integration: Integration) -> Integration:
    """The integration with stage variables replaced in its URI."""
    uri = substitute(integration.uri, exchange, "")
    return replace(integration, uri=uri, function_arn=function_arn(uri))
