"""AWS service integrations: their calls, as the integration's role."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from werkzeug.test import EnvironBuilder, run_wsgi_app

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.integrations import tracing
from embedded_aws.gateway.integrations.aws_services.json_calls import as_json_call, wrapped
from embedded_aws.gateway.integrations.aws_services.permissions import denied, needed
from embedded_aws.gateway.integrations.aws_services.query_form import answered_in_json
from embedded_aws.gateway.integrations.aws_services.requests import (
    ServiceRequest,
    ServiceResponse,
    service_request,
)
from embedded_aws.gateway.integrations.invocations import (
    CALLERS_OWN,
    unassumable,
    unauthorized_call,
)
from embedded_aws.gateway.integrations.requests import misconfigured
from embedded_aws.gateway.integrations.responses import Returned
from embedded_aws.gateway.invoker import Roles
from embedded_aws.gateway.mapping import Overrides

CALLS_AT_ONCE = 8


class AwsServices(Protocol):
    """Calls AWS services."""

    async def call(self, request: ServiceRequest) -> ServiceResponse:
        """The service's answer, failures included."""


class EmbeddedServices:
    """Calls the services of the embedded AWS in this process."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(CALLS_AT_ONCE, "service")

    async def call(self, request: ServiceRequest) -> ServiceResponse:
        """One call in a thread, because the embedded AWS's services block."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._call, request)

    def _call(self, request: ServiceRequest) -> ServiceResponse:
        environ = EnvironBuilder(
            path=request.path,
            method=request.method,
            query_string=request.query,
            headers=[*request.headers.items(), ("Host", request.host)],
            data=request.body,
        ).get_environ()
        content, status, headers = run_wsgi_app(self._application, environ, buffered=True)
        return ServiceResponse(int(status.split(" ")[0]), tuple(headers), b"".join(content))


class Services:
    """Non-proxy integrations with AWS services."""

    def __init__(self, services: AwsServices, roles: Roles) -> None:
        self._services = services
        self._roles = roles

    async def custom(
        self, exchange: Exchange, integration: Integration, overrides: Overrides
    ) -> Returned:
        """The service's answer, mapped; responses are selected by its status."""
        request = service_request(exchange, integration, overrides)
        self._check_role(exchange, integration.credentials)
        logged = {**request.headers, "Authorization": "*" * 60}
        began = tracing.sending(exchange, request.address, logged, request.body)
        response = self._refused(exchange, integration.credentials, request)
        if response is None:
            response = await self._services.call(as_json_call(request))
            response = answered_in_json(request, wrapped(request, response))
        tracing.received(exchange, began, response.status, response.headers, response.body)
        facts = exchange.facts.integration
        facts.status = facts.service_status = response.status
        headers = {name.lower(): value for name, value in response.headers}
        facts.request_id = headers.get("x-amzn-requestid")
        return Returned(str(response.status), response.headers, response.body)

    def _refused(
        self, exchange: Exchange, role: str | None, request: ServiceRequest
    ) -> ServiceResponse | None:
        """The service's refusal of a call that the role's policies do not allow."""
        permission = needed(request, exchange.stage.api.account_id)
        if not role or role == CALLERS_OWN or permission is None:
            return None
        if self._roles.allows(role, *permission):
            return None
        message = unauthorized_call(role, *permission)
        exchange.log.fail(f"Execution failed due to configuration error: {message}")
        return denied(request, message)

    def _check_role(self, exchange: Exchange, role: str | None) -> None:
        """Refuse a role that does not exist, or does not trust API Gateway."""
        if role and role != CALLERS_OWN and not self._roles.assumable(role):
            raise misconfigured(exchange, unassumable(role))
