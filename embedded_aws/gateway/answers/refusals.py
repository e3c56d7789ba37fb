"""The gateway's own responses: each response type's default, and the API's customization."""

import json
from collections.abc import Mapping

from embedded_aws.gateway.answers.templates import substitute
from embedded_aws.gateway.deployed.model import GatewayResponse
from embedded_aws.gateway.exchange import Answer, Exchange, Refusal

# API Gateway developer guide, "Gateway response types": default status and the error's name.
TYPES: Mapping[str, tuple[int, str]] = {
    "ACCESS_DENIED": (403, "AccessDeniedException"),
    "API_CONFIGURATION_ERROR": (500, "InternalServerErrorException"),
    "AUTHORIZER_CONFIGURATION_ERROR": (500, "AuthorizerConfigurationException"),
    "AUTHORIZER_FAILURE": (500, "AuthorizerConfigurationException"),
    "BAD_REQUEST_BODY": (400, "BadRequestException"),
    "BAD_REQUEST_PARAMETERS": (400, "BadRequestException"),
    "DEFAULT_4XX": (400, "BadRequestException"),
    "DEFAULT_5XX": (500, "InternalServerErrorException"),
    "EXPIRED_TOKEN": (403, "ExpiredTokenException"),
    "INTEGRATION_FAILURE": (504, "InternalServerErrorException"),
    "INTEGRATION_TIMEOUT": (504, "InternalServerErrorException"),
    "INVALID_API_KEY": (403, "ForbiddenException"),
    "INVALID_SIGNATURE": (403, "InvalidSignatureException"),
    "MISSING_AUTHENTICATION_TOKEN": (403, "MissingAuthenticationTokenException"),
    "QUOTA_EXCEEDED": (429, "LimitExceededException"),
    "REQUEST_TOO_LARGE": (413, "RequestEntityTooLargeException"),
    "RESOURCE_NOT_FOUND": (404, "NotFoundException"),
    "THROTTLED": (429, "TooManyRequestsException"),
    "UNAUTHORIZED": (401, "UnauthorizedException"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "BadRequestException"),  # see aws-sdk-java-v2's issue 3188
    "WAF_FILTERED": (403, "ForbiddenException"),
}
DEFAULT_TEMPLATE = '{"message":$context.error.messageString}'
EXECUTION_TEMPLATE = '{"message": $context.error.messageString}'
"""The template with a space, for requests whose execution had begun (recorded by its length)."""
OF_EXECUTION = {
    "API_CONFIGURATION_ERROR",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "DEFAULT_5XX",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
    "UNSUPPORTED_MEDIA_TYPE",
}
DENIAL_TEMPLATE = '{"Message":$context.error.messageString}'
"""API Gateway developer guide, "Troubleshoot your resource policy": with a capital letter."""


def missing_authentication_token() -> Refusal:
    """The refusal of an unknown route or method."""
    return Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")


def unauthorized() -> Refusal:
    """The refusal of a caller without a valid token."""
    return Refusal("UNAUTHORIZED", "Unauthorized")


def access_denied(*, explicitly: bool) -> Refusal:
    """The refusal of a caller whose policy does not allow the method."""
    message = "User is not authorized to access this resource"
    return Refusal("ACCESS_DENIED", f"{message} with an explicit deny" if explicitly else message)


def too_large() -> Refusal:
    """The refusal of a body beyond the limits."""
    return Refusal("REQUEST_TOO_LARGE", "Request Entity Too Large")


def internal(status: int = 500) -> Refusal:
    """The response when the API or its function is at fault."""
    return Refusal("DEFAULT_5XX", "Internal server error", status)


def timed_out() -> Refusal:
    """The response when the integration took too long."""
    return Refusal("INTEGRATION_TIMEOUT", "Endpoint request timed out")


def status_of(refusal: Refusal) -> int:
    """The response type's status, unless the API chooses another."""
    return refusal.status or TYPES[refusal.response_type][0]


def render(exchange: Exchange, refusal: Refusal) -> Answer:
    """The refusal in the form of the deployed gateway response, or API Gateway's default."""
    exchange.refusal = refusal
    default, error_type = TYPES[refusal.response_type]
    status = status_of(refusal)
    custom = _custom(exchange, refusal.response_type, status)
    if custom and custom.status_code not in {None, default}:  # the default changes nothing
        status = custom.status_code or status
    content_type, template = _template(exchange, custom, refusal)
    error = refusal.error_type or error_type
    headers = [("Content-Type", content_type), ("x-amzn-ErrorType", error)]
    if custom:
        headers += _headers(exchange, custom)
    escape = _inside_quotes if "json" in content_type else str
    return Answer(status, headers, substitute(template, exchange, "", escape).encode())


def _inside_quotes(value: str) -> str:
    """The value, escaped for a place between quotes in a JSON template."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _custom(exchange: Exchange, response_type: str, status: int) -> GatewayResponse | None:
    """The API's own response for the type, else for its class."""
    responses = exchange.stage.api.gateway_responses
    fallback = "DEFAULT_5XX" if status >= 500 else "DEFAULT_4XX"  # noqa: PLR2004
    return responses.get(response_type) or responses.get(fallback)


def _template(
    exchange: Exchange, custom: GatewayResponse | None, refusal: Refusal
) -> tuple[str, str]:
    """(content type, template): the one for the request's content type, else the first."""
    templates = custom.templates if custom else {}
    if not templates:
        return "application/json", _default(refusal.response_type)
    accepted = (exchange.incoming.header("Accept") or "").split(",")[0].strip()
    if accepted in templates:
        return accepted, templates[accepted]
    if "application/json" in templates:
        return "application/json", templates["application/json"]
    return next(iter(templates.items()))


def _default(response_type: str) -> str:
    if response_type == "ACCESS_DENIED":
        return DENIAL_TEMPLATE
    return EXECUTION_TEMPLATE if response_type in OF_EXECUTION else DEFAULT_TEMPLATE


def _headers(exchange: Exchange, custom: GatewayResponse) -> list[tuple[str, str]]:
    """Headers with static values ('…') or values from the request or the context."""
    headers = []
    for name, source in custom.parameters.items():
        if name.startswith("gatewayresponse.header."):
            value = mapped(exchange, source)
            if value is not None:
                headers.append((name.removeprefix("gatewayresponse.header."), value))
    return headers


def mapped(exchange: Exchange, source: str) -> str | None:
    """The value of a mapping: 'static', context.…, stageVariables.… or method.request.… ."""
    if source.startswith("'") and source.endswith("'"):
        return source[1:-1]
    kind, _, name = source.partition(".")
    if kind == "context":
        return exchange.variable(name)
    if kind == "stageVariables":
        return exchange.stage.variables.get(name)
    if source.startswith("method.request."):
        return request_parameter(exchange, source)
    return json.dumps(source)


def request_parameter(exchange: Exchange, source: str) -> str | None:
    """The value of method.request.{header|querystring|path}.{name}."""
    place, _, name = source.removeprefix("method.request.").partition(".")
    if place == "header":
        return exchange.incoming.header(name)
    if place == "querystring":
        values = [value for key, value in exchange.incoming.query_pairs() if key == name]
        return values[-1] if values else None
    return exchange.path_parameters.get(name)
