"""`$context` variables by name (developer guide, "Variables for access logging")."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from embedded_aws.gateway.facts import VARIABLES as FACTS

if TYPE_CHECKING:
    from embedded_aws.gateway.exchange import Exchange


def variable(exchange: "Exchange", name: str) -> str | None:
    """The variable's value; None without one."""
    if name.startswith("authorizer."):
        return _authorizer(exchange, name.removeprefix("authorizer."))
    fact = FACTS.get(name)
    if fact:
        return _text(fact(exchange.facts))
    value = _VARIABLES.get(name)
    return _text(value(exchange)) if value else None


def _authorizer(exchange: "Exchange", name: str) -> str | None:
    """A variable of the authorizer, of its context, or (`claims.…`) of its token."""
    fact = FACTS.get(f"authorizer.{name}")
    known = fact(exchange.facts) if fact else None
    if known is not None:
        return _text(known)
    context = exchange.authorizer or {}
    claims = context.get("claims")
    if isinstance(claims, dict):
        context = {f"claims.{claim}": value for claim, value in claims.items()}
    return _text(context.get(name))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _error(exchange: "Exchange", name: str) -> str | None:
    refusal = exchange.refusal
    if refusal is None:
        return None
    return {
        "message": refusal.message if refusal.message is not None else "null",
        "messageString": json.dumps(refusal.message),
        "responseType": refusal.response_type,
        "validationErrorString": refusal.validation_error,
    }[name]


_VARIABLES: Mapping[str, Callable[["Exchange"], object]] = {
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
    "path": lambda e: e.full_path,
    "isCanaryRequest": lambda e: str(e.is_canary).lower() if e.stage.has_canary else None,
    "protocol": lambda e: e.incoming.protocol,
    "requestId": lambda e: e.request_id,
    "requestTime": lambda e: e.request_time(),
    "requestTimeEpoch": lambda e: int(e.at * 1000),
    "resourceId": lambda e: e.method.resource_id if e.method else None,
    "resourcePath": lambda e: e.resource_path,
    "stage": lambda e: e.stage.name,
    "xrayTraceId": lambda e: e.trace_id.removeprefix("Root=").split(";")[0] or None,
}
