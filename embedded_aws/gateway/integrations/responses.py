"""The client's response from a non-proxy integration's response."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from embedded_aws.gateway.deployed.model import Integration, IntegrationResponse
from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.integrations.requests import JSON, decoded, misconfigured
from embedded_aws.gateway.mapping import (
    BadBodyError,
    MappingError,
    Overrides,
    integration_headers,
    render,
)

HOP_BY_HOP = {"connection", "content-length", "keep-alive", "transfer-encoding", "te", "upgrade"}


@dataclass(frozen=True)
class Returned:
    """An integration's result, and the text for selection patterns."""

    selector: str
    headers: Sequence[tuple[str, str]]
    body: bytes


def proxied(returned: Returned) -> Answer:
    """The response, unchanged."""
    headers = [each for each in returned.headers if each[0].lower() not in HOP_BY_HOP]
    return Answer(int(returned.selector), headers, returned.body)


def answered(
    exchange: Exchange, integration: Integration, returned: Returned, overrides: Overrides
) -> Answer:
    """The response that the selector chooses, mapped."""
    chosen = chosen_response(integration, returned.selector)
    if chosen is None:
        raise misconfigured(
            exchange,
            "No match for output mapping and no default output mapping configured. "
            f"Endpoint Response Status Code: {returned.selector}",
        )
    text = returned.body.decode("utf-8", "replace")
    content_type, body = _body(exchange, chosen, returned, overrides)
    headers = integration_headers(exchange, chosen.parameters, returned.headers, text)
    overridden = overrides.headers()
    taken = {name.lower() for name in overridden}
    headers = [each for each in headers if each[0].lower() not in taken] + list(overridden.items())
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", content_type))
    return Answer(_status(exchange, chosen, overrides), headers, body)


def chosen_response(integration: Integration, selector: str) -> IntegrationResponse | None:
    """The response whose pattern matches the whole text, else the one without a pattern."""
    fitting = [
        each
        for each in integration.responses
        if each.pattern and re.fullmatch(each.pattern, selector, re.DOTALL)
    ]
    default = [each for each in integration.responses if not each.pattern]
    return next(iter([*fitting, *default]), None)


def _status(exchange: Exchange, chosen: IntegrationResponse, overrides: Overrides) -> int:
    try:
        return overrides.status() or chosen.status_code
    except ValueError as error:
        raise misconfigured(exchange, f"the status is no number: {error}") from error


def _body(
    exchange: Exchange, chosen: IntegrationResponse, returned: Returned, overrides: Overrides
) -> tuple[str, bytes]:
    """(content type, body): through the template for the integration's content type, if any."""
    if not chosen.templates:
        return JSON, _converted(returned.body, chosen.content_handling)
    sent = next((v for name, v in returned.headers if name.lower() == "content-type"), JSON)
    kind = sent.split(";")[0].strip()
    name = next(each for each in (kind, JSON, *chosen.templates) if each in chosen.templates)
    text = returned.body.decode("utf-8", "replace")
    try:
        return name, render(chosen.templates[name] or "", exchange, text, overrides).encode()
    except (BadBodyError, MappingError) as error:
        raise misconfigured(exchange, f"response template: {error}") from error


def _converted(body: bytes, handling: str | None) -> bytes:
    if handling == "CONVERT_TO_TEXT":
        return base64.b64encode(body)
    return decoded(body) if handling == "CONVERT_TO_BINARY" else body
