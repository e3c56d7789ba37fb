"""The event of a Lambda proxy integration (API Gateway developer guide, "Input format")."""

import base64
import json
from collections.abc import Iterable
from typing import Any

from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.incoming import HOP_BY_HOP
from embedded_aws.gateway.integrations.media_types import is_binary

REPLACED = {
    "host",
    "x-amzn-trace-id",
    "x-forwarded-for",
    "x-forwarded-port",
    "x-forwarded-proto",
}


def proxy_event(exchange: Exchange) -> dict[str, Any]:
    """The event of payload version 1, with null where AWS has null."""
    incoming = exchange.incoming
    headers = _headers(exchange)
    query = incoming.query_pairs()
    body, encoded = _body(exchange)
    return {
        "resource": exchange.resource_path,
        "path": exchange.event_path,
        "httpMethod": incoming.method,
        "headers": {name: values[-1] for name, values in headers.items()} or None,
        "multiValueHeaders": headers or None,
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _multi(query) or None,
        "pathParameters": dict(exchange.sent_path_parameters) or None,
        "stageVariables": dict(exchange.stage.variables) or None,
        "requestContext": request_context(exchange),
        "body": body,
        "isBase64Encoded": encoded,
    }


def request_context(exchange: Exchange) -> dict[str, Any]:
    """The event's requestContext: facts about the request and its caller."""
    api = exchange.stage.api
    context: dict[str, Any] = {
        "resourceId": exchange.method.resource_id if exchange.method else None,
        "resourcePath": exchange.resource_path,
        "httpMethod": exchange.incoming.method,
        "extendedRequestId": exchange.extended_id,
        "requestTime": exchange.request_time(),
        "path": exchange.full_path,
        "accountId": api.account_id,
        "protocol": exchange.incoming.protocol,
        "stage": exchange.stage.name,
        "domainPrefix": exchange.domain.split(".")[0],
        "requestTimeEpoch": int(exchange.at * 1000),
        "requestId": exchange.request_id,
        "identity": _identity(exchange),
        "domainName": exchange.domain,
        "deploymentId": api.deployment_id,
        "apiId": api.id,
    }
    if exchange.authorizer is not None and "claims" in exchange.authorizer:
        context["authorizer"] = exchange.authorizer
    elif exchange.authorizer is not None:
        latency = exchange.facts.authorizer.integration_latency_ms or 0
        context["authorizer"] = {**exchange.authorizer, "integrationLatency": latency}
    return context


def _identity(exchange: Exchange) -> dict[str, Any]:
    identity = exchange.facts.identity
    key = {"apiKey": identity.api_key, "apiKeyId": identity.api_key_id} if identity.api_key else {}
    return {
        "cognitoIdentityPoolId": None,
        "accountId": identity.account_id,
        "cognitoIdentityId": None,
        "caller": identity.caller,
        "principalOrgId": None,
        "accessKey": identity.access_key,
        "cognitoAuthenticationType": None,
        "cognitoAuthenticationProvider": None,
        "userArn": identity.user_arn,
        "user": identity.user,
        **key,
        "sourceIp": exchange.incoming.source_ip,
        "userAgent": exchange.incoming.header("User-Agent"),
    }


def _headers(exchange: Exchange) -> dict[str, list[str]]:
    """The client's headers as it spelled them, and those that the gateway adds."""
    gone = REPLACED | HOP_BY_HOP
    own = [each for each in exchange.incoming.headers if each[0].lower() not in gone]
    values: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    for name, value in [*own, *added_headers(exchange)]:
        values.setdefault(spelled.setdefault(name.lower(), name), []).append(value)
    return values


def added_headers(exchange: Exchange) -> list[tuple[str, str]]:
    """The headers that the gateway adds to a request."""
    return [
        ("Host", exchange.domain),
        ("X-Amzn-Trace-Id", exchange.trace_id.split(";")[0]),
        *forwarded(exchange),
    ]


def forwarded(exchange: Exchange) -> list[tuple[str, str]]:
    """The headers that tell a backend who called, and how."""
    before = exchange.incoming.header("X-Forwarded-For")
    source = exchange.incoming.source_ip
    return [
        ("X-Forwarded-For", f"{before}, {source}" if before else source),
        ("X-Forwarded-Port", "443"),
        ("X-Forwarded-Proto", "https"),
    ]


def _multi(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def _body(exchange: Exchange) -> tuple[str | None, bool]:
    """(body, encoded): base64 for the API's binary media types, text otherwise."""
    if not exchange.body:
        return None, False
    content_type = exchange.incoming.header("Content-Type") or ""
    if is_binary(exchange.stage.api.binary_media_types, content_type):
        return base64.b64encode(exchange.body).decode(), True
    return exchange.body.decode("utf-8", "replace"), False


def encoded(event: dict[str, Any]) -> bytes:
    """The event as Lambda receives it."""
    return json.dumps(event, separators=(",", ":")).encode()
