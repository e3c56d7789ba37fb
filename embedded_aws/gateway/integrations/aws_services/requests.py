"""Requests to AWS services: `arn:aws:apigateway:<region>:<service>:{action|path}/…`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from botocore.loaders import create_loader

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.integrations.requests import body_of, misconfigured
from embedded_aws.gateway.mapping import Overrides, request_mapping
from embedded_aws.gateway.mapping.parameters import RequestMapping

_URI = re.compile(
    r"arn:aws:apigateway:(?P<region>[\w-]+):(?P<service>[\w.-]+):(?P<kind>action|path)/(?P<what>.*)"
)
NAMES = {"monitoring": "cloudwatch", "states": "stepfunctions"}
"""Services whose models botocore keeps under another name than their host's."""
FORM = "application/x-www-form-urlencoded"
QUERY_TOO = {"sqs", "ssm"}
"""Services with a JSON protocol that API Gateway calls by their older query protocol."""


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
    action: str | None = None
    """The action of a call by the query protocol."""
    wants_json: bool = False

    @property
    def host(self) -> str:
        """The service's host name."""
        return f"{self.service}.{self.region}.amazonaws.com"

    @property
    def address(self) -> str:
        """The address for the execution log."""
        return f"https://{self.host}{self.path}{'?' if self.query else ''}{self.query}"


@dataclass(frozen=True)
class ServiceResponse:
    """The service's answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def service_request(
    exchange: Exchange, integration: Integration, overrides: Overrides
) -> ServiceRequest:
    """The call that the URI, the templates and the parameter mappings describe."""
    match = _URI.fullmatch(integration.uri)
    if match is None:
        raise misconfigured(exchange, f"Invalid endpoint address ({integration.uri})")
    service, region = match["service"].rpartition(".")[2], match["region"]
    body = body_of(exchange, integration, overrides)
    if service == "sqs":  # which reads either name (recorded on AWS)
        body = re.sub(rb"(^|&)MessageAttributes\.", rb"\1MessageAttribute.", body)
        body = body.rstrip(b"\r\n")  # of a template that is a heredoc
    mapped = request_mapping(exchange, integration.request_parameters, overrides)
    headers, action = _headers(exchange, service, match, mapped, body)
    query = [(name, value) for name, values in mapped.query.items() for value in values]
    path = "/"
    if match["kind"] == "path":
        path = "/" + _filled(match["what"], mapped.path)
    elif action:
        version = metadata(NAMES.get(service, service)).get("apiVersion", "")
        query += [("Action", action), ("Version", version)]
    method = integration.http_method or "POST"
    method = exchange.incoming.method if method == "ANY" else method
    action = action or _action_in(headers, mapped, body)
    caller = (integration.credentials or "gateway").rpartition("/")[2]
    headers["Authorization"] = _credential(caller, service, region)
    wants_json = "json" in headers["Accept"]
    return ServiceRequest(
        service, region, method, path, urlencode(query), headers, body, action, wants_json
    )


def _headers(
    exchange: Exchange,
    service: str,
    match: re.Match[str],
    mapped: RequestMapping,
    body: bytes,
) -> tuple[dict[str, str], str | None]:
    """(headers, the action if the query protocol is spoken)."""
    content_type = exchange.incoming.header("Content-Type") or "application/json"
    headers = {"Accept": "application/json", "Content-Type": content_type}
    headers["User-Agent"] = f"AmazonAPIGateway_{exchange.stage.api.id}"
    action = None
    if match["kind"] == "action":
        model = metadata(NAMES.get(service, service))
        if _speaks_json(service, model, body, mapped):
            headers["X-Amz-Target"] = f"{model['targetPrefix']}.{match['what']}"
            headers["Content-Type"] = f"application/x-amz-json-{model.get('jsonVersion', '1.0')}"
        else:
            action = match["what"]
    if action or "Action" in mapped.query:
        headers["Content-Type"] = f"{FORM}; charset=utf-8"
    taken = {name.lower() for name in mapped.headers}
    others = {name: value for name, value in headers.items() if name.lower() not in taken}
    merged = {**others, **{_title(name): value for name, value in mapped.headers.items()}}
    return {"Accept": "application/json", **merged}, action


def _title(name: str) -> str:
    return name.title() if name.lower() in {"accept", "content-type"} else name


def _speaks_json(
    service: str, model: Mapping[str, Any], body: bytes, mapped: RequestMapping
) -> bool:
    if model.get("protocol") != "json":
        return False
    if service not in QUERY_TOO:
        return True
    return body.lstrip().startswith(b"{") and not mapped.query


def _action_in(headers: Mapping[str, str], mapped: RequestMapping, body: bytes) -> str | None:
    """The action that the query or a form names."""
    if "Action" in mapped.query:
        return mapped.query["Action"][-1]
    if not headers["Content-Type"].startswith(FORM):
        return None
    return dict(parse_qsl(body.decode("utf-8", "replace"))).get("Action")


def _filled(template: str, values: Mapping[str, str]) -> str:
    """The path with its `{parameters}` replaced."""
    return re.sub(r"\{([^}]+)\}", lambda name: quote(values.get(name[1], "")), template)


@lru_cache(maxsize=64)
def metadata(service: str) -> dict[str, Any]:
    """The facts about a service's protocol, from botocore."""
    model: dict[str, Any] = create_loader().load_service_model(service, "service-2")
    return dict(model["metadata"])


def _credential(caller: str, service: str, region: str) -> str:
    """A credential with the role's name for the embedded AWS, which checks no signatures."""
    scope = f"{caller}/20000101/{region}/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
