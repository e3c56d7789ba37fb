"""One request as the page shows it: no header, no body, and of its path the declared one alone.

Whatever else is known of the caller stands in the access-log line, whose format the stage decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.apigateway.models import apigateway_backends

from embedded_aws.gateway import Answered, Exchange, store_of

_ROOT = re.compile(r"Root=([^;]+)")
_CORRELATION = re.compile(r"[\w.:-]{8,128}")
RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an AWS service: its time and operation, and the trace that it belongs to."""

    at: float
    milliseconds: float
    operation: str
    trace: str


def trace_of(header: str) -> str:
    """The root of a trace header; empty without one."""
    match = _ROOT.search(header)
    return match[1] if match else ""


def request_of(exchange: Exchange, answered: Answered) -> dict[str, Any]:
    """The request for the page."""
    facts, method, stage = exchange.facts, exchange.method, exchange.stage
    stages = list(_stages(exchange, answered))
    return {
        "id": exchange.request_id,
        "at": exchange.at,
        "method": exchange.incoming.method,
        "route": exchange.resource_path,
        "api": stage.api_name,
        "stage": stage.name,
        "region": stage.api.region,
        "group": stage.access_log_group,
        "status": answered.status,
        "length": answered.length,
        "ms": round(answered.milliseconds, 3),
        "stages": stages,
        "refusal": _refusal(exchange, stages),
        "consumer": _key_name(exchange),
        "authorization": method.authorization if method else None,
        "authorizerMs": facts.authorizer.integration_latency_ms,
        "cache": facts.cache,
        "integration": _integration(exchange),
        "buckets": list(_buckets(exchange)),
        "quotaLeft": facts.quota_left,
        "line": answered.line,
        "trace": trace_of(exchange.trace_id),
        "correlation": _correlation(exchange),
        "invocations": [
            each for each in (facts.authorizer.request_id, facts.integration.request_id) if each
        ],
    }


def _stages(exchange: Exchange, answered: Answered) -> Iterator[tuple[str, float]]:
    """Each stage with its milliseconds: it ended where the next one began."""
    entered = exchange.stages or []
    ends = [at for _, at in entered[1:]] + [exchange.started + answered.milliseconds / 1000]
    for (name, began), end in zip(entered, ends, strict=True):
        yield name, round(max(0.0, end - began) * 1000, 3)


def _refusal(exchange: Exchange, stages: list[tuple[str, float]]) -> dict[str, Any] | None:
    """The stage that refused the request, and API Gateway's name for that."""
    if exchange.refusal is None:
        return None
    before = [name for name, _ in stages if name != RESPONSE]
    return {"stage": before[-1] if before else None, "type": exchange.refusal.response_type}


def _key_name(exchange: Exchange) -> str | None:
    """The name of the API key that the request counts for."""
    key_id, api = exchange.facts.identity.api_key_id, exchange.stage.api
    if not key_id:
        return None
    store = store_of(apigateway_backends[api.account_id][api.region])
    return str(store.keys.get(key_id, {}).get("name") or key_id)


def _integration(exchange: Exchange) -> str | None:
    """The function with its qualifier, else the service or address, of the integration."""
    integration = exchange.method.integration if exchange.method else None
    if integration is None:
        return None
    if integration.function_arn:
        return integration.function_arn.partition(":function:")[2] or integration.function_arn
    if integration.uri.startswith("arn:"):
        _, _, _, _, service, action = (integration.uri.split(":", 5) + [""] * 6)[:6]
        return f"{service} {action.partition('/')[2]}"
    return integration.kind.lower()


def _buckets(exchange: Exchange) -> Iterator[dict[str, Any]]:
    """The throttles' buckets after the request, named for a reader."""
    for level in exchange.facts.levels:
        kind, *place = level.place
        yield {
            "key": " ".join(map(str, level.place)),
            "name": _bucket_name(exchange, kind, place),
            "tokens": round(level.tokens, 2),
            "rate": level.rate,
            "burst": level.burst,
        }


def _bucket_name(exchange: Exchange, kind: str, place: list[str]) -> str:
    if kind == "account":
        return "account"
    route = f"{place[-1]} {place[-2]}" if kind != "plan" else ""
    if kind == "method":
        return route
    return f"{_key_name(exchange)} {route}".strip()


def _correlation(exchange: Exchange) -> str:
    """The id by which requests belong together: the caller's, else the request's own."""
    given = exchange.incoming.header("X-Correlation-Id") or ""
    return given if _CORRELATION.fullmatch(given) else exchange.request_id
