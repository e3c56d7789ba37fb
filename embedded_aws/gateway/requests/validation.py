"""Request validation as deployed: required parameters, then the body against its model."""

from embedded_aws.gateway.answers.refusals import request_parameter
from embedded_aws.gateway.exchange import Exchange, Refusal

ANY_TYPE = "$default"
"""The key of the model for content types that have none (developer guide, "Data models")."""


def check_parameters(exchange: Exchange) -> None:
    """Refuse a request without a required parameter; an empty one counts as missing."""
    method = exchange.method
    if method is None or not method.validates_parameters:
        return
    missing = [
        name.split(".", 3)[-1]
        for name in sorted(method.required_parameters)
        if not request_parameter(exchange, name)
    ]
    if missing:
        named = ", ".join(missing)
        raise Refusal("BAD_REQUEST_PARAMETERS", f"Missing required request parameters: [{named}]")


def check_body(exchange: Exchange) -> None:
    """Refuse a body that does not fit the model for its content type, or for every one."""
    method = exchange.method
    if method is None or not method.validates_body:
        return
    sent = (exchange.incoming.header("Content-Type") or "application/json").split(";")[0].strip()
    models = method.request_models
    model = models.get(sent.lower()) or models.get(ANY_TYPE)
    faults = exchange.stage.api.models.faults(model, exchange.body) if model else None
    if faults:
        refusal = Refusal("BAD_REQUEST_BODY", "Invalid request body")
        refusal.validation_error = faults
        raise refusal
