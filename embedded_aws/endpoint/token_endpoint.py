"""Cognito's token endpoint for client credentials (Cognito developer guide, "Token endpoint")."""

import base64
import binascii
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote

from joserfc import jwt
from moto.cognitoidp.models import cognitoidp_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.patches.cognito import client_secrets as cognito_secrets
from embedded_aws.state.regions import used

PATH = "/oauth2/token"
BODY_LIMIT_BYTES = 64 * 1024
DEFAULT_VALIDITY_SECONDS = 3600
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


class TokenError(Exception):
    """An OAuth error (RFC 6749, section 5.2)."""

    def __init__(self, error: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(error)
        self.error = error
        self.status = status


def token_response(environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
    """The WSGI response: a bearer token, or an OAuth error."""
    try:
        status, body = HTTPStatus.OK, _issue(environ)
    except TokenError as refused:
        status, body = refused.status, {"error": refused.error}
    payload = json.dumps(body).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Cache-Control", "no-store"),
        ("Pragma", "no-cache"),
        ("Content-Length", str(len(payload))),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [payload]


def _issue(environ: Mapping[str, Any]) -> dict[str, Any]:
    if environ["REQUEST_METHOD"] != "POST":
        raise TokenError("invalid_request", HTTPStatus.METHOD_NOT_ALLOWED)
    form = _form(environ)
    client_id, secret = _credentials(environ, form)
    pool, client = _client(client_id, secret)
    grant = form.get("grant_type")
    if grant != "client_credentials":
        raise TokenError("unsupported_grant_type" if grant else "invalid_request")
    settings = client.extended_config
    if "client_credentials" not in (settings.get("AllowedOAuthFlows") or []):
        raise TokenError("unauthorized_client")
    scopes = _scopes(form.get("scope"), settings.get("AllowedOAuthScopes") or [])
    seconds = _validity_seconds(settings)
    token = _signed(pool, client_id, scopes, seconds)
    return {
        "access_token": token,
        "expires_in": seconds,
        "token_type": "Bearer",  # nosec B105 # a kind
    }


def _form(environ: Mapping[str, Any]) -> dict[str, str]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > BODY_LIMIT_BYTES:
        raise TokenError("invalid_request", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        raise TokenError("invalid_request")
    body = environ["wsgi.input"].read(length).decode("utf-8", "replace")
    return {name: values[-1] for name, values in parse_qs(body).items()}


def _credentials(environ: Mapping[str, Any], form: Mapping[str, str]) -> tuple[str, str | None]:
    """Client id and secret, from HTTP Basic (RFC 6749, 2.3.1: percent-encoded) or the body."""
    scheme, _, encoded = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret")
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise TokenError("invalid_client") from error
    client_id, _, secret = decoded.partition(":")
    return unquote(client_id), unquote(secret)


def _client(client_id: str, secret: str | None) -> tuple[Any, Any]:
    """(pool, client) for valid credentials."""
    regions: Iterable[Any] = used(cognitoidp_backends, ACCOUNT_ID).values()
    for pool in (each for region in regions for each in list(region.user_pools.values())):
        client = pool.clients.get(client_id)
        if client is not None and cognito_secrets.accepts(client, secret):
            return pool, client
    raise TokenError("invalid_client")


def _scopes(requested: str | None, allowed: list[str]) -> list[str]:
    """The requested scopes, or all of the client's."""
    scopes = (requested or "").split()
    if set(scopes) - set(allowed):
        raise TokenError("invalid_scope")
    return scopes or list(allowed)


def _validity_seconds(settings: Mapping[str, Any]) -> int:
    validity = settings.get("AccessTokenValidity")
    if not validity:
        return DEFAULT_VALIDITY_SECONDS
    unit = (settings.get("TokenValidityUnits") or {}).get("AccessToken", "hours")
    return int(validity) * UNITS[unit]


def _signed(pool: Any, client_id: str, scopes: list[str], seconds: int) -> str:
    """An access token with Cognito's claims, signed with the key of the pool's JWKS."""
    now = int(time.time())
    claims = {
        "sub": client_id,
        "token_use": "access",  # nosec B105 # a kind
        "scope": " ".join(scopes),
        "auth_time": now,
        "iss": f"https://cognito-idp.{pool.region}.amazonaws.com/{pool.id}",
        "exp": now + seconds,
        "iat": now,
        "version": 2,
        "jti": str(uuid.uuid4()),
        "client_id": client_id,
    }
    return jwt.encode({"kid": pool.json_web_key.kid, "alg": "RS256"}, claims, pool.json_web_key)
