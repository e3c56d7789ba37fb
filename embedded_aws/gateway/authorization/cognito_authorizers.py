"""COGNITO_USER_POOLS: tokens of the pools that an authorizer names.

API Gateway developer guide, "Control access to REST APIs using Amazon Cognito user pools as an
authorizer". Each request's token is verified again: that needs no call, so the authorizer's TTL
would save nothing.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jwt

from embedded_aws.gateway.answers.refusals import request_parameter, unauthorized
from embedded_aws.gateway.authorization.callers import Callers, UserPool
from embedded_aws.gateway.authorization.phases import phase
from embedded_aws.gateway.deployed.model import Authorizer
from embedded_aws.gateway.exchange import Exchange, Refusal

ALGORITHMS = ["RS256"]
MOMENTS = {"exp", "iat"}
_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


class CognitoAuthorizers:
    """Authorizes a request by its token, or raises the refusal."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers

    def authorize(self, exchange: Exchange, authorizer: Authorizer) -> None:
        """Verify the token, and store its claims for the integration and the access log."""
        with phase(exchange, "authorizer"):
            token = _token(exchange, authorizer)
            claims = _verified(token, self._pools(exchange, authorizer))
            _check_audience(claims, authorizer)
            _check_use(claims, exchange)
        exchange.authorizer = {"claims": {name: _text(name, each) for name, each in claims.items()}}

    def _pools(self, exchange: Exchange, authorizer: Authorizer) -> dict[str, UserPool]:
        """The authorizer's pools by issuer; ARNs may contain stage variables."""
        variables = exchange.stage.variables
        arns = [
            _STAGE_VARIABLE.sub(lambda match: variables.get(match.group(1), ""), arn)
            for arn in authorizer.provider_arns
        ]
        pools = [pool for arn in arns if (pool := self._callers.user_pool(arn))]
        return {pool.issuer: pool for pool in pools}


def _token(exchange: Exchange, authorizer: Authorizer) -> str:
    value = request_parameter(exchange, authorizer.identity_sources[0]) or ""
    scheme, _, token = value.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else value


def _verified(token: str, pools: Mapping[str, UserPool]) -> dict[str, Any]:
    """The claims of an unexpired token that one of the pools signed."""
    try:
        unverified = jwt.decode(token, options={"verify_signature": False})
        pool = pools[unverified["iss"]]
        return dict(
            jwt.decode(
                token,
                pool.keys[jwt.get_unverified_header(token)["kid"]],
                algorithms=ALGORITHMS,
                issuer=pool.issuer,
                options={"require": ["exp", "iss", "token_use"], "verify_aud": False},
            )
        )
    except jwt.ExpiredSignatureError as error:
        raise Refusal("UNAUTHORIZED", "The incoming token has expired") from error
    except (jwt.InvalidTokenError, KeyError, TypeError) as error:
        raise unauthorized() from error


def _check_audience(claims: Mapping[str, Any], authorizer: Authorizer) -> None:
    """Match the validation expression with `aud`, which only identity tokens have."""
    expression = authorizer.validation
    if expression and not expression.fullmatch(str(claims.get("aud", ""))):
        raise unauthorized()


def _check_use(claims: Mapping[str, Any], exchange: Exchange) -> None:
    """Require an access token with a scope of the method, or an identity token without scopes."""
    scopes = exchange.method.authorization_scopes if exchange.method else frozenset()
    if claims["token_use"] != ("access" if scopes else "id"):
        raise unauthorized()
    if scopes and not scopes & set(str(claims.get("scope", "")).split()):
        raise unauthorized()


def _text(name: str, value: object) -> str:
    """A claim as text for the integration: lists with commas, times as Java writes them."""
    if name in MOMENTS and isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC).strftime("%a %b %d %H:%M:%S UTC %Y")
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
