"""The rules of an authorizer's settings (API reference, CreateAuthorizer)."""

import re

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, ConflictError
from embedded_aws.gateway.deployed.stored import Api

LONGEST_TTL = 3600
FUNCTION_URI = re.compile(
    r"arn:[\w-]+:apigateway:[\w$\{\}.-]+:lambda:path/\s*2015-03-31/functions/.+/invocations"
)
"""Spaces after `path/` are taken (recorded on AWS)."""
POOL_ARN = re.compile(r"arn:[\w-]+:cognito-idp:.*:userpool/.*")
SOURCE = re.compile(
    r"(method\.request\.(header|querystring)\.[^\s,]+|stageVariables\.[^\s,]+|context\.[^\s,]+)"
)


def checked(api: Api, authorizer: Json) -> Json:
    """The authorizer with API Gateway's defaults; refused when it breaks a rule."""
    if not authorizer.get("name"):
        raise BadRequestError("Authorizer name must be non-empty")
    others = [each for each in api.authorizers.values() if each["id"] != authorizer["id"]]
    if any(each["name"] == authorizer["name"] for each in others):
        raise ConflictError(
            f"Authorizer name must be unique. Authorizer {authorizer['name']} already exists in "
            "this RestApi."
        )
    ttl = authorizer.get("authorizerResultTtlInSeconds")
    if ttl is not None and not 0 <= ttl <= LONGEST_TTL:
        raise BadRequestError(
            f"Authorizer result TTL in seconds must be between 0 and {LONGEST_TTL}"
        )
    _check_kind(authorizer)
    _check_expression(authorizer)
    return authorizer


def _check_kind(authorizer: Json) -> None:
    if authorizer["type"] == "COGNITO_USER_POOLS":
        authorizer.setdefault("authType", "cognito_user_pools")
        pools = authorizer.get("providerARNs") or []
        if not pools or not all(POOL_ARN.fullmatch(arn) for arn in pools):
            raise BadRequestError("Invalid Provider ARNs specified for a Cognito authorizer")
    else:
        authorizer.setdefault("authType", "custom")
        if not FUNCTION_URI.fullmatch(authorizer.get("authorizerUri") or ""):
            raise BadRequestError("Invalid Authorizer URI specified: it must invoke a function")
    role = authorizer.get("authorizerCredentials")
    if role and not role.startswith("arn:"):
        raise BadRequestError("Invalid ARN specified in the request")


def _check_expression(authorizer: Json) -> None:
    sources = (authorizer.get("identitySource") or "").split(",")
    if authorizer["type"] != "REQUEST" and len(sources) > 1:
        raise BadRequestError("Invalid identity source specified: one header is allowed")
    for each in filter(None, (source.strip() for source in sources)):
        if not SOURCE.fullmatch(each):
            raise BadRequestError(f"Invalid mapping expression specified: {each}")
    expression = authorizer.get("identityValidationExpression")
    try:
        re.compile(expression or "")
    except re.error:
        raise BadRequestError("Invalid identity validation expression specified") from None
