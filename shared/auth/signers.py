"""Tokens that consumers sign themselves, with keys whose public halves we keep (RFC 7523)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import jwt

from shared.auth.tokens import LEEWAY_SECONDS, UNREADABLE, Claims, InvalidTokenError, key_id_of

ALGORITHM = "ES256"
"""One alone, and of the key that we keep: what a token says of itself decides nothing."""
LONGEST_LIFE_SECONDS = 900
"""So long a token that somebody has taken can be sent again; nobody can take one back."""
CLIENT_ID = re.compile(r"signer[0-9a-f]{26}")


@dataclass(frozen=True)
class Signer:
    """A consumer's public keys by their ids, and the scopes that it may have."""

    keys: Mapping[str, Mapping[str, str]]
    scopes: frozenset[str]


class Signers(Protocol):
    """The consumers that sign their tokens."""

    def get(self, client_id: str) -> Signer | None:
        """The consumer with this id; None without one."""


class SignerVerifier:
    """Verifies tokens for one audience, each by the keys of the consumer that it names."""

    def __init__(self, audience: str, signers: Signers) -> None:
        self._audience = audience
        self._signers = signers

    def verify(self, token: str) -> Claims:
        """The token's claims; InvalidTokenError when any check fails."""
        client_id = issuer_of(token)
        # Nobody is looked up by a name that cannot be one.
        signer = self._signers.get(client_id) if CLIENT_ID.fullmatch(client_id) else None
        if signer is None:
            raise InvalidTokenError("unknown issuer")
        claims = self._decoded(token, signer, client_id)
        if int(claims["exp"]) - int(claims["iat"]) > LONGEST_LIFE_SECONDS:
            raise InvalidTokenError("lives too long")
        return Claims(client_id, client_id, _scopes(claims, signer), (), signed=True)

    def _decoded(self, token: str, signer: Signer, client_id: str) -> dict[str, Any]:
        try:
            known = signer.keys.get(key_id_of(token))
            if known is None:
                raise InvalidTokenError("unknown key id")
            key = jwt.PyJWK({"kty": "EC", "crv": "P-256", **known})
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=self._audience,
                issuer=client_id,
                subject=client_id,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "sub", "aud", "jti"], "strict_aud": True},
            )
        except UNREADABLE as error:
            raise InvalidTokenError(type(error).__name__) from error
        return claims


def issuer_of(token: str) -> str:
    """The issuer that the token names; nothing is verified yet."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except UNREADABLE as error:
        raise InvalidTokenError(type(error).__name__) from error
    return str(claims.get("iss", ""))


def _scopes(claims: Mapping[str, Any], signer: Signer) -> frozenset[str]:
    """The scopes that the token names, or all that the consumer has."""
    if "scope" not in claims:
        return signer.scopes
    scopes = frozenset(str(claims["scope"]).split())
    if not scopes <= signer.scopes:
        raise InvalidTokenError("scopes that it does not have")
    return scopes
