"""The payload for a non-proxy integration: the body through the request template."""

import base64
import binascii
import logging

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.integrations.proxy_event import is_binary
from embedded_aws.gateway.mapping import BadBodyError, MappingError, Overrides, render

JSON = "application/json"
_report = logging.getLogger(__name__)


def misconfigured(exchange: Exchange, why: str) -> Refusal:
    """The answer for an API that cannot work as deployed; the log has the reason."""
    exchange.facts.integration.error = f"Execution failed due to configuration error: {why}"
    _report.warning("%s %s: %s", exchange.incoming.method, exchange.path, why)
    return Refusal("API_CONFIGURATION_ERROR", "Internal server error")


def body_of(exchange: Exchange, integration: Integration, overrides: Overrides) -> bytes:
    """The payload: mapped, or passed through where the API says so.

    Source: developer guide, "Method request behavior for payloads without mapping templates".
    """
    template = _template(exchange, integration)
    if template is None:
        return _converted(exchange, integration.content_handling)
    text = exchange.body.decode("utf-8", "replace")
    try:
        return render(template, exchange, text, overrides).encode()
    except BadBodyError as error:
        message = f"Could not parse request body into json: {error}"
        raise Refusal("BAD_REQUEST_BODY", message) from error
    except MappingError as error:
        raise misconfigured(exchange, str(error)) from error


def _template(exchange: Exchange, integration: Integration) -> str | None:
    """The request template for the content type; None when the body passes unmapped."""
    sent = (exchange.incoming.header("Content-Type") or JSON).split(";")[0].strip().lower()
    templates = {name.lower(): each for name, each in integration.request_templates.items()}
    if sent in templates:
        return templates[sent]
    if integration.passthrough == "NEVER" or (
        integration.passthrough == "WHEN_NO_TEMPLATES" and templates
    ):
        raise Refusal("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type")
    return None


def _converted(exchange: Exchange, handling: str | None) -> bytes:
    """The body by `contentHandling`: bytes to base64 text, or the reverse."""
    content_type = exchange.incoming.header("Content-Type") or ""
    binary = is_binary(exchange.stage.api.binary_media_types, content_type)
    if handling == "CONVERT_TO_TEXT" and binary:
        return base64.b64encode(exchange.body)
    if handling == "CONVERT_TO_BINARY" and not binary:
        return decoded(exchange.body)
    return exchange.body


def decoded(body: bytes) -> bytes:
    """The bytes of base64 text; other text unchanged."""
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        return body
