"""The payload for a non-proxy integration: the body through the request template."""

from embedded_aws.gateway.deployed.model import Integration
from embedded_aws.gateway.exchange import Exchange, Refusal
from embedded_aws.gateway.integrations.media_types import JSON
from embedded_aws.gateway.integrations.payloads import UnreadablePayloadError, request_payload
from embedded_aws.gateway.mapping import BadBodyError, MappingError, Overrides, render

UNTRANSFORMED = "Unable to transform request"


def misconfigured(exchange: Exchange, why: str) -> Refusal:
    """The answer for an API that cannot work as deployed; the logs have the reason."""
    exchange.facts.integration.error = f"Execution failed due to configuration error: {why}"
    exchange.log.fail(exchange.facts.integration.error)
    return Refusal("API_CONFIGURATION_ERROR", "Internal server error")


def body_of(exchange: Exchange, integration: Integration, overrides: Overrides) -> bytes:
    """The payload: mapped, or passed through where the API says so.

    Source: developer guide, "Method request behavior for payloads without mapping templates".
    """
    template = _template(exchange, integration)
    try:
        payload, binary = request_payload(exchange, integration.content_handling)
    except UnreadablePayloadError as error:
        raise misconfigured(exchange, f"{UNTRANSFORMED} ({error})") from error
    if template is None:
        return payload
    if binary:  # as on AWS, where a template gets text alone
        why = "a template cannot read a payload of a binary media type; see contentHandling"
        raise misconfigured(exchange, f"{UNTRANSFORMED} ({why})")
    try:
        return render(template, exchange, payload.decode("utf-8", "replace"), overrides).encode()
    except BadBodyError as error:
        message = f"Could not parse request body into json: {error}"
        exchange.log.fail(f"Execution failed: {message}")
        raise Refusal("BAD_REQUEST_BODY", message) from error
    except MappingError as error:
        raise misconfigured(exchange, f"{UNTRANSFORMED} (request template: {error})") from error


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
