"""AWS service integrations: `arn:aws:apigateway:<region>:<service>:{action|path}/…`."""

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from botocore.loaders import create_loader
from werkzeug.test import EnvironBuilder, run_wsgi_app

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.integrations.requests import body_of, misconfigured
from embedded_aws.gateway.integrations.responses import Returned
from embedded_aws.gateway.mapping import Overrides, request_mapping

_URI = re.compile(
    r"arn:aws:apigateway:(?P<region>[\w-]+):(?P<service>[\w.-]+):(?P<kind>action|path)/(?P<what>.*)"
)
NAMES = {"monitoring": "cloudwatch", "states": "stepfunctions"}
"""Services whose models botocore keeps under another name than their host's."""
CALLS_AT_ONCE = 8
FORM = "application/x-www-form-urlencoded; charset=utf-8"


@dataclass(frozen=True)
class ServiceRequest:
    """One call of an AWS service over HTTP."""

    service: str
    region: str
    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class ServiceResponse:
    """The service's answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


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
        host = f"{request.service}.{request.region}.amazonaws.com"
        environ = EnvironBuilder(
            path=request.path,
            method=request.method,
            query_string=request.query,
            headers=[*request.headers.items(), ("Host", host)],
            data=request.body,
        ).get_environ()
        content, status, headers = run_wsgi_app(self._application, environ, buffered=True)
        return ServiceResponse(int(status.split(" ")[0]), tuple(headers), b"".join(content))


class Services:
    """Non-proxy integrations with AWS services."""

    def __init__(self, services: AwsServices) -> None:
        self._services = services

    async def custom(
        self, exchange: Exchange, integration: Integration, overrides: Overrides
    ) -> Returned:
        """The service's answer, mapped; responses are selected by its status."""
        request = _request(exchange, integration, overrides)
        response = await self._services.call(request)
        facts = exchange.facts.integration
        facts.status = facts.service_status = response.status
        headers = {name.lower(): value for name, value in response.headers}
        facts.request_id = headers.get("x-amzn-requestid")
        return Returned(str(response.status), response.headers, response.body)


def _request(exchange: Exchange, integration: Integration, overrides: Overrides) -> ServiceRequest:
    """The call that the URI, the templates and the parameter mappings describe."""
    match = _URI.fullmatch(integration.uri)
    if match is None:
        raise misconfigured(exchange, f"{integration.uri} names no service")
    service = match["service"].rpartition(".")[2]
    body = body_of(exchange, integration, overrides)
    mapped = request_mapping(exchange, integration.request_parameters, overrides)
    query = [(name, value) for name, values in mapped.query.items() for value in values]
    headers = {"Content-Type": exchange.incoming.header("Content-Type") or "application/json"}
    path = "/"
    if match["kind"] == "action":
        more, added = _action(service, match["what"])
        headers |= more
        query += added
    else:
        path = "/" + _filled(match["what"], mapped.path)
    caller = (integration.credentials or "gateway").rpartition("/")[2]
    headers |= {"Authorization": _credential(caller, service, match["region"]), **mapped.headers}
    method = integration.http_method or "POST"
    return ServiceRequest(service, match["region"], method, path, urlencode(query), headers, body)


def _filled(template: str, values: Mapping[str, str]) -> str:
    """The path with its `{parameters}` replaced."""
    return re.sub(r"\{([^}]+)\}", lambda name: quote(values.get(name[1], "")), template)


def _action(service: str, action: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """(headers, query) that name the operation, in the service's protocol."""
    model = _metadata(NAMES.get(service, service))
    if model.get("protocol") == "json":
        kind = f"application/x-amz-json-{model.get('jsonVersion', '1.0')}"
        return {"X-Amz-Target": f"{model['targetPrefix']}.{action}", "Content-Type": kind}, []
    return {"Content-Type": FORM}, [("Action", action), ("Version", model.get("apiVersion", ""))]


@lru_cache(maxsize=64)
def _metadata(service: str) -> dict[str, Any]:
    model: dict[str, Any] = create_loader().load_service_model(service, "service-2")
    return dict(model["metadata"])


def _credential(caller: str, service: str, region: str) -> str:
    """A credential with the role's name for the embedded AWS, which checks no signatures."""
    scope = f"{caller}/20000101/{region}/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
