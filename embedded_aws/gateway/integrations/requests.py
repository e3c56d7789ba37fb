"""What a non-proxy integration is sent: the body through the request template."""

import base64
import binascii

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.integrations.proxy_event import is_binary
from embedded_aws.gateway.mapping import BadBodyError, MappingError, Overrides, render

JSON = "application/json"


def misconfigured(exchange: Exchange, why: str) -> Refusal:
    """What a client gets when the deployed API cannot work; the log gets the reason."""
    exchange.facts.integration.error = f"Execution failed due to configuration error: {why}"
    return Refusal("API_CONFIGURATION_ERROR", "Internal server error")


def body_of(exchange: Exchange, integration: Integration, overrides: Overrides) -> bytes:
    """The payload for the integration: mapped, or passed through where the API says so.

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
    """The request template for what was sent; None when the body passes unmapped."""
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
    """The body as `contentHandling` wants it: base64 text for bytes, or the other way."""
    content_type = exchange.incoming.header("Content-Type") or ""
    binary = is_binary(exchange.stage.api.binary_media_types, content_type)
    if handling == "CONVERT_TO_TEXT" and binary:
        return base64.b64encode(exchange.body)
    if handling == "CONVERT_TO_BINARY" and not binary:
        return decoded(exchange.body)
    return exchange.body


def decoded(body: bytes) -> bytes:
    """Base64 text as bytes; as it is when it is no base64."""
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        return body
