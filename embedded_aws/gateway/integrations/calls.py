"""The call of an integration: by kind, with its time-out and its facts for the log."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from embedded_aws.gateway.answers.refusals import timed_out
from embedded_aws.gateway.answers.templates import substitute
from embedded_aws.gateway.deployed.methods import function_arn
from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.integrations.aws_services.service import AwsServices, Services
from embedded_aws.gateway.integrations.functions import Functions
from embedded_aws.gateway.integrations.headers import UNMAPPABLE, UNMAPPABLE_FOR_AWS
from embedded_aws.gateway.integrations.invocations import Invocations
from embedded_aws.gateway.integrations.mock import mock
from embedded_aws.gateway.integrations.payloads import UnreadablePayloadError, request_payload
from embedded_aws.gateway.integrations.requests import body_of, misconfigured
from embedded_aws.gateway.integrations.responses import answered, proxied
from embedded_aws.gateway.integrations.web import Web
from embedded_aws.gateway.invoker import Roles
from embedded_aws.gateway.mapping import Overrides

type Kind = Callable[[Exchange, Integration], Awaitable[Answer]]


class Integrations:
    """Calls the methods' integrations."""

    def __init__(self, invocations: Invocations, services: AwsServices, roles: Roles) -> None:
        self._functions = Functions(invocations)
        self._services = Services(services, roles)
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
        if "${stageVariables." in f"{integration.uri}{integration.credentials}":
            integration = _filled(exchange, integration)
        exchange.enter("mapping")
        _check_mapped_headers(exchange, integration)
        began = time.perf_counter()
        try:
            async with asyncio.timeout(integration.timeout_seconds):
                return await kind(exchange, integration)
        except TimeoutError:
            exchange.facts.integration.error = "Execution failed due to a timeout error"
            exchange.log.fail(exchange.facts.integration.error)
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
        body = exchange.body
        if "Content-Encoding" not in {name.title() for name, _ in exchange.incoming.headers}:
            try:
                body, _ = request_payload(exchange, integration.content_handling)
            except UnreadablePayloadError as error:
                raise misconfigured(exchange, f"Unable to transform request ({error})") from error
        returned = await self._web.call(exchange, integration, body, Overrides())
        return proxied(exchange, returned)


def _filled(exchange: Exchange, integration: Integration) -> Integration:
    """The integration with stage variables replaced in its URI and credentials."""
    uri = substitute(integration.uri, exchange, "")
    role = substitute(integration.credentials or "", exchange, "") or None
    return replace(integration, uri=uri, function_arn=function_arn(uri), credentials=role)


def _check_mapped_headers(exchange: Exchange, integration: Integration) -> None:
    """Refuse what fails on AWS for each request: headers that nobody may map."""
    names = UNMAPPABLE_FOR_AWS if integration.kind.startswith("AWS") else UNMAPPABLE
    for name in integration.request_parameters:
        header = name.removeprefix("integration.request.header.").lower()
        if header in names:
            raise misconfigured(exchange, f"Header {header} cannot be mapped")
