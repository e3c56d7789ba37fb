"""RevokeToken, which moto lacks: a refresh token that gives no tokens any more (API reference).

GlobalSignOut, which moto looks for in one region alone: the request is not signed.
"""

from collections.abc import Iterator
from typing import Any

from moto.cognitoidp.exceptions import NotAuthorizedError, ResourceNotFoundError
from moto.cognitoidp.models import cognitoidp_backends
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError

from embedded_aws.patches.cognito.sign_ins import secrets_of


def install() -> None:
    """Add the operation."""
    CognitoIdpResponse.revoke_token = _revoke
    CognitoIdpResponse.global_sign_out = _sign_out


def _sign_out(self: Any) -> str:
    token = self._get_param("AccessToken")
    for pool in _pools():
        if token in pool.access_tokens:
            _, username = pool.access_tokens[token]
            pool.sign_out(username)
            return "{}"
    raise NotAuthorizedError("Invalid Access Token")


def _revoke(self: Any) -> str:
    client_id, token = self._get_param("ClientId"), self._get_param("Token")
    pool = _pool_of(client_id)
    client = pool.clients[client_id]
    if client.generate_secret and self._get_param("ClientSecret") not in secrets_of(client):
        raise NotAuthorizedError("Client secret does not match.")
    if not client.extended_config.get("EnableTokenRevocation", True):
        raise JsonRESTError(
            "UnsupportedOperationException", "Token revocation is not enabled for this client."
        )
    if token in pool.access_tokens or token in pool.id_tokens:
        raise JsonRESTError("UnsupportedTokenTypeException", "Unsupported token type.")
    if token in pool.refresh_tokens:
        pool.refresh_tokens[token] = None
    return "{}"


def _pool_of(client_id: str) -> Any:
    """The pool of a client, in whatever region: the request is not signed."""
    for pool in _pools():
        if client_id in pool.clients:
            return pool
    raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")


def _pools() -> Iterator[Any]:
    for regions in list(cognitoidp_backends.values()):
        for backend in list(regions.values()):
            yield from list(backend.user_pools.values())
