"""One request in the gateway: its input, the facts about it, and its answer."""

import base64
import json
import os
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from embedded_aws.gateway.deployed.model import Method, Stage
from embedded_aws.gateway.facts import VARIABLES as FACTS
from embedded_aws.gateway.facts import Facts

PAYLOAD_LIMIT_BYTES = 10 * 1024 * 1024
"""Largest payload that API Gateway passes on, in either direction."""


class Refusal(Exception):  # noqa: N818 - an answer rather than a failure
    """An answer of the gateway itself, of one of API Gateway's gateway response types."""

    def __init__(
        self,
        response_type: str,
        message: str | None,
        status: int | None = None,
        error_type: str | None = None,
    ) -> None:
        super().__init__(message)
        self.response_type = response_type
        self.message = message
        self.status = status
        self.error_type = error_type
        self.validation_error: str | None = None


@dataclass
class Answer:
    """The answer to the client."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Incoming:
    """The request as received over HTTP; header names in Title-Case, values unchanged."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    source_ip: str
    protocol: str

    def header(self, name: str) -> str | None:
        """The last value of a header, by its name in any case."""
        lowered = name.lower()
        values = [value for key, value in self.headers if key.lower() == lowered]
        return values[-1] if values else None

    def query_pairs(self) -> list[tuple[str, str]]:
        """Decoded query parameters, in order."""
        return parse_qsl(self.query, keep_blank_values=True)


def _extended_id() -> str:
    return base64.urlsafe_b64encode(os.urandom(11)).decode().rstrip("=") + "="


@dataclass
class Exchange:
    """The state of one request, to which each stage of the pipeline adds."""

    incoming: Incoming
    stage: Stage
    path: str
    domain: str
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    extended_id: str = field(default_factory=_extended_id)
    started: float = field(default_factory=time.perf_counter)
    at: float = field(default_factory=time.time)
    method: Method | None = None
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    sent_path_parameters: Mapping[str, str] = field(default_factory=dict)
    """As a proxy function gets them: API Gateway does not decode them for it."""
    authorizer: dict[str, Any] | None = None
    usage_key: str | None = None
    policies: tuple[tuple[object, ...], ...] = ()
    trace_id: str = ""
    facts: Facts = field(default_factory=Facts)
    refusal: Refusal | None = None
    body: bytes = b""

    @property
    def resource_path(self) -> str | None:
        """The declared path of the resource, once it is known."""
        return self.method.resource_path if self.method else None

    def method_arn(self) -> str:
        """The ARN for the evaluation of policies.

        Its path is decoded: an encoded letter must not evade a policy that the route matches.
        """
        api = self.stage.api
        path = unquote(self.path.removeprefix("/"))
        return (
            f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.id}/{self.stage.name}/"
            f"{self.incoming.method}/{path}"
        )

    def request_time(self) -> str:
        """The time of the request in the Common Log Format."""
        return datetime.fromtimestamp(self.at, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")

    def variable(self, name: str) -> str | None:
        """A `$context` variable (API Gateway developer guide, "Variables for access logging")."""
        if name.startswith("authorizer."):
            return self._authorizer(name.removeprefix("authorizer."))
        fact = FACTS.get(name)
        if fact:
            return _text(fact(self.facts))
        value = _VARIABLES.get(name)
        return _text(value(self)) if value else None

    def _authorizer(self, name: str) -> str | None:
        """A variable of the authorizer, of its context, or (`claims.…`) of its token."""
        fact = FACTS.get(f"authorizer.{name}")
        known = fact(self.facts) if fact else None
        if known is not None:
            return _text(known)
        context = self.authorizer or {}
        claims = context.get("claims")
        if isinstance(claims, dict):
            context = {f"claims.{claim}": value for claim, value in claims.items()}
        return _text(context.get(name))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _error(exchange: Exchange, name: str) -> str | None:
    refusal = exchange.refusal
    if refusal is None:
        return None
    return {
        "message": refusal.message if refusal.message is not None else "null",
        "messageString": json.dumps(refusal.message),
        "responseType": refusal.response_type,
        "validationErrorString": refusal.validation_error,
    }[name]


_VARIABLES: dict[str, Any] = {
    "accountId": lambda e: e.stage.api.account_id,
    "apiId": lambda e: e.stage.api.id,
    "deploymentId": lambda e: e.stage.api.deployment_id,
    "domainName": lambda e: e.domain,
    "domainPrefix": lambda e: e.domain.split(".")[0],
    "error.message": lambda e: _error(e, "message"),
    "error.messageString": lambda e: _error(e, "messageString"),
    "error.responseType": lambda e: _error(e, "responseType"),
    "error.validationErrorString": lambda e: _error(e, "validationErrorString"),
    "extendedRequestId": lambda e: e.extended_id,
    "httpMethod": lambda e: e.incoming.method,
    "identity.sourceIp": lambda e: e.incoming.source_ip,
    "identity.userAgent": lambda e: e.incoming.header("User-Agent"),
    "path": lambda e: f"/{e.stage.name}{e.path}",
    "protocol": lambda e: e.incoming.protocol,
    "requestId": lambda e: e.request_id,
    "requestTime": lambda e: e.request_time(),
    "requestTimeEpoch": lambda e: int(e.at * 1000),
    "resourceId": lambda e: e.method.resource_id if e.method else None,
    "resourcePath": lambda e: e.resource_path,
    "stage": lambda e: e.stage.name,
    "xrayTraceId": lambda e: e.trace_id.removeprefix("Root=").split(";")[0] or None,
}
