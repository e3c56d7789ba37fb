"""The client's response from a non-proxy integration's response."""

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from embedded_aws.gateway.deployed.model import Integration, IntegrationResponse
from embedded_aws.gateway.exchange import Answer, Exchange
from embedded_aws.gateway.integrations.headers import from_backend, mapped_for_client
from embedded_aws.gateway.integrations.media_types import JSON
from embedded_aws.gateway.integrations.payloads import UnreadablePayloadError, response_payload
from embedded_aws.gateway.integrations.requests import misconfigured
from embedded_aws.gateway.mapping import (
    BadBodyError,
    MappingError,
    Overrides,
    integration_headers,
    render,
)


@dataclass(frozen=True)
class Returned:
    """An integration's result, and the text for selection patterns."""

    selector: str
    headers: Sequence[tuple[str, str]]
    body: bytes


def proxied(exchange: Exchange, returned: Returned) -> Answer:
    """The response as a proxy passes it on."""
    body = returned.body
    names = {name.lower(): value for name, value in returned.headers}
    if body and "content-encoding" not in names:
        with contextlib.suppress(UnreadablePayloadError):
            body, _ = response_payload(exchange, body, names.get("content-type", JSON), None)
    return Answer(int(returned.selector), from_backend(returned.headers), body)


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
    headers = mapped_for_client(headers)
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", content_type))
    return Answer(_status(exchange, chosen, overrides), headers, body)


def chosen_response(integration: Integration, selector: str) -> IntegrationResponse | None:
    """The response whose pattern matches the whole text, else the one without a pattern.

    Of several that match, the one whose own status is the text (as measured on AWS by others).
    """
    fitting = [
        each
        for each in integration.responses
        if each.pattern and re.fullmatch(each.pattern, selector, re.DOTALL)
    ]
    same = [each for each in fitting if str(each.status_code) == selector]
    default = [each for each in integration.responses if not each.pattern]
    return next(iter([*same, *fitting, *default]), None)


def _status(exchange: Exchange, chosen: IntegrationResponse, overrides: Overrides) -> int:
    try:
        return overrides.status() or chosen.status_code
    except ValueError as error:
        raise misconfigured(exchange, f"the status is no number: {error}") from error


def _body(
    exchange: Exchange, chosen: IntegrationResponse, returned: Returned, overrides: Overrides
) -> tuple[str, bytes]:
    """(content type, body): through the template for the accepted or the integration's type."""
    sent = next((v for name, v in returned.headers if name.lower() == "content-type"), JSON)
    try:
        body, binary = response_payload(exchange, returned.body, sent, chosen.content_handling)
    except UnreadablePayloadError as error:
        raise misconfigured(exchange, f"Unable to transform response ({error})") from error
    if not chosen.templates:
        return JSON, body
    if binary and returned.body:  # as on AWS, where a template gets text alone
        why = "a template cannot read a payload of a binary media type; see contentHandling"
        raise misconfigured(exchange, f"Unable to transform response ({why})")
    accepted = exchange.incoming.header("Accept") or ""
    kinds = (accepted, sent.split(";")[0].strip(), JSON, *chosen.templates)
    name = next(each for each in kinds if each in chosen.templates)
    text = body.decode("utf-8", "replace")
    try:
        return name, render(chosen.templates[name] or "", exchange, text, overrides).encode()
    except (BadBodyError, MappingError) as error:
        why = f"Unable to transform response (response template: {error})"
        raise misconfigured(exchange, why) from error
