"""Verification of OIDC access tokens, on PyJWT."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import jwt

ALGORITHMS = ("RS256", "ES256")
LEEWAY_SECONDS = 30
"""How far clocks may differ."""


UNREADABLE = (jwt.PyJWTError, ValueError, OverflowError, RecursionError)
"""Errors of a token that is none, or has times, texts or depths that nobody can read."""


class InvalidTokenError(Exception):
    """The token cannot be trusted; the message says why, without the token's content."""


class Keys(Protocol):
    """The issuer's public keys."""

    def get(self, key_id: str) -> jwt.PyJWK:
        """The key of this id; InvalidTokenError when the issuer has none."""


@dataclass(frozen=True)
class Claims:
    """The claims of a verified access token."""

    subject: str
    client_id: str
    scopes: frozenset[str]
    groups: tuple[str, ...]
    signed: bool = False
    """Whether the consumer signed the token itself."""


class TokenVerifier:
    """Verifies access tokens of one issuer: signature, issuer, expiry and use."""

    def __init__(self, issuer: str, keys: Keys) -> None:
        self._issuer = issuer
        self._keys = keys

    def verify(self, token: str) -> Claims:
        """The token's claims; InvalidTokenError when any check fails."""
        try:
            key = self._keys.get(key_id_of(token))
            claims = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={
                    "require": ["exp", "iat", "iss", "sub", "client_id", "token_use"],
                    "verify_aud": False,  # Cognito's access tokens have client_id instead
                },
            )
        except UNREADABLE as error:
            raise InvalidTokenError(type(error).__name__) from error
        if claims["token_use"] != "access":  # noqa: S105 - a kind, not a secret
            raise InvalidTokenError("not an access token")
        return _claims(claims)


def key_id_of(token: str) -> str:
    """The id of the key that the token names; nothing is verified yet."""
    key_id = jwt.get_unverified_header(token).get("kid")
    if not isinstance(key_id, str):
        raise InvalidTokenError("no key id")
    return key_id


def _claims(claims: Mapping[str, Any]) -> Claims:
    return Claims(
        subject=str(claims["sub"]),
        client_id=str(claims["client_id"]),
        scopes=frozenset(str(claims.get("scope", "")).split()),
        groups=tuple(claims.get("cognito:groups") or ()),
    )
