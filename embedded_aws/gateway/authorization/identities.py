"""The callers that a Lambda authorizer is asked about, and the events that it gets."""

import json
from typing import Any

from embedded_aws.gateway.answers.refusals import request_parameter, unauthorized
from embedded_aws.gateway.deployed.model import Authorizer
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.integrations.proxy_event import proxy_event


def identity_of(exchange: Exchange, authorizer: Authorizer) -> tuple[str, ...]:
    """The values of all identity sources; without a valid one the request is refused at once."""
    if authorizer.kind == "REQUEST" and not authorizer.ttl_seconds:
        return ()  # nothing is cached, so nothing has to tell callers apart
    values = tuple(_source(exchange, source) for source in authorizer.identity_sources)
    if any(not value for value in values):
        raise unauthorized()
    expression = authorizer.validation
    if authorizer.kind == "TOKEN" and expression and not expression.fullmatch(values[0] or ""):
        raise unauthorized()
    return tuple(value or "" for value in values)


def _source(exchange: Exchange, source: str) -> str | None:
    if source.startswith("context."):
        return exchange.variable(source.removeprefix("context."))
    if source.startswith("stageVariables."):
        return exchange.stage.variables.get(source.removeprefix("stageVariables."))
    return request_parameter(exchange, source)


def event_of(
    exchange: Exchange, authorizer: Authorizer, identity: tuple[str, ...]
) -> dict[str, Any]:
    """The authorizer's input (API Gateway developer guide, "Input to a Lambda authorizer")."""
    method_arn = exchange.method_arn()
    if authorizer.kind == "TOKEN":
        return {"type": "TOKEN", "methodArn": method_arn, "authorizationToken": identity[0]}
    event = proxy_event(exchange)
    del event["body"], event["isBase64Encoded"]
    return {"type": "REQUEST", "methodArn": method_arn, **event}


def json_of(payload: bytes) -> object:
    """The answer as JSON; None for anything else."""
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None
