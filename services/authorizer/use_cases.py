"""The authorizer's use case."""

from typing import Protocol

from services.authorizer.ports import Consumers, Groups
from shared.auth.principal import Kind, Principal
from shared.auth.signers import CLIENT_ID, SignerVerifier, issuer_of
from shared.auth.tokens import Claims, InvalidTokenError, TokenVerifier

SCHEME = "bearer"


class Verifier(Protocol):
    """Tells tokens that can be trusted."""

    def verify(self, token: str) -> Claims:
        """The token's claims; InvalidTokenError when any check fails."""


class EitherVerifier:
    """Verifies tokens of the user pool, and those that consumers sign: by whom each names."""

    def __init__(self, pool: TokenVerifier, signers: SignerVerifier) -> None:
        self._pool = pool
        self._signers = signers

    def verify(self, token: str) -> Claims:
        """The claims by one of the two; what is refused there is not tried with the other."""
        is_signers = CLIENT_ID.fullmatch(issuer_of(token))
        return (self._signers if is_signers else self._pool).verify(token)


def authenticate(
    header: str, verifier: Verifier, consumers: Consumers, groups: Groups
) -> Principal:
    """Identify the caller; InvalidTokenError when the token cannot be trusted."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != SCHEME:
        raise InvalidTokenError("not a bearer token")
    claims = verifier.verify(token)
    consumer = consumers.get(claims.client_id)
    if consumer is None or not consumer.enabled:
        raise InvalidTokenError("the consumer is unknown or disabled")
    if claims.signed is not consumer.signs:
        raise InvalidTokenError("not by the consumer's own way")
    if consumer.kind is Kind.PEOPLE:
        scopes, tenant = groups.scopes(claims.groups), claims.subject
    else:
        scopes, tenant = claims.scopes, consumer.tenant or claims.client_id
    return Principal(claims.subject, claims.client_id, tenant, consumer.kind, scopes, consumer.tier)
