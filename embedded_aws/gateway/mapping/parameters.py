"""Parameter mappings between the request, the integration and the response.

Source: API Gateway developer guide, "Parameter mapping source reference for REST APIs".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.gateway.answers.refusals import mapped
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.json_body import parsed
from embedded_aws.gateway.mapping.json_path import select
from embedded_aws.gateway.mapping.overrides import Overrides, texts
from embedded_aws.gateway.mapping.payload import BadBodyError

RESPONSE_HEADER = "method.response.header."
REQUEST = "integration.request."
JSON_BEGINNINGS = "{['\""
"""The first characters of bodies that API Gateway reads as JSON for a mapping."""


@dataclass
class RequestMapping:
    """Parameters of an integration request."""

    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, list[str]] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)


def request_mapping(
    exchange: Exchange, declared: Mapping[str, str], overrides: Overrides
) -> RequestMapping:
    """The declared parameters with their values, and the template's overrides."""
    mapping = RequestMapping()
    for name, source in declared.items():
        place, _, key = name.removeprefix(REQUEST).partition(".")
        values = _values(exchange, source)
        if not values:
            continue
        if place == "querystring":
            mapping.query[key] = values
        elif place == "path":
            mapping.path[key] = values[-1]
        else:
            mapping.headers[key] = ",".join(values)
    mapping.headers |= texts(overrides.request["header"])
    mapping.path |= texts(overrides.request["path"])
    mapping.query |= {
        key: [value] for key, value in texts(overrides.request["querystring"]).items()
    }
    return mapping


def _values(exchange: Exchange, source: str) -> list[str]:
    """All values of a source in the request; empty when it is absent."""
    if source.startswith("method.request.multivaluequerystring."):
        name = source.rpartition(".")[2]
        return [value for key, value in exchange.incoming.query_pairs() if key == name]
    if source.startswith("method.request.multivalueheader."):
        name = source.rpartition(".")[2].lower()
        return [value for key, value in exchange.incoming.headers if key.lower() == name]
    if source.startswith("method.request.body"):
        text = exchange.body.decode("utf-8", "replace")
        try:
            return _from_body(text, source.removeprefix("method.request.body"))
        except BadBodyError as error:
            raise Refusal("DEFAULT_4XX", "Invalid JSON in request body", 400) from error
    value = mapped(exchange, source)
    return [] if value is None else [value]


def integration_headers(
    exchange: Exchange,
    declared: Mapping[str, str],
    headers: Sequence[tuple[str, str]],
    body: str,
) -> list[tuple[str, str]]:
    """The response headers that are mapped from the integration's response."""
    headers_ = []
    for name, source in declared.items():
        if name.startswith(RESPONSE_HEADER):
            values = _response_values(exchange, source, headers, body)
            headers_ += [(name.removeprefix(RESPONSE_HEADER), value) for value in values]
    return headers_


def _response_values(
    exchange: Exchange, source: str, headers: Sequence[tuple[str, str]], body: str
) -> list[str]:
    if source.startswith("integration.response.body"):
        try:
            return _from_body(body, source.removeprefix("integration.response.body"))
        except BadBodyError as error:
            exchange.log.fail(f"Execution failed: Invalid JSON in response body ({error})")
            raise Refusal("DEFAULT_5XX", "Internal server error", 500) from error
    if not source.startswith("integration.response."):
        value = mapped(exchange, source)
        return [] if value is None else [value]
    place, _, name = source.removeprefix("integration.response.").partition(".")
    values = [value for key, value in headers if key.lower() == name.lower()]
    return values if place == "multivalueheader" else values[-1:]


def _from_body(body: str, path: str) -> list[str]:
    """The whole body, or the value at a JSONPath in it; BadBodyError for what JSON only begins.

    As validated on AWS by others: no body is `{}`, and only what begins like JSON must be JSON.
    """
    body, path = body.strip() or "{}", path.removeprefix(".")
    content = _json(body)
    if not path:
        return [body]
    try:
        value: Any = select(content, path)
    except ValueError:
        return []
    if value is None:
        return []
    return [value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))]


def _json(body: str) -> Any:
    if body[0] not in JSON_BEGINNINGS:
        return {}
    try:
        return parsed(body)
    except ValueError as error:
        raise BadBodyError(str(error)) from error
