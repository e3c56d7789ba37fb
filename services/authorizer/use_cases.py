"""The authorizer's use case."""

from services.authorizer.ports import Consumers, Groups
from shared.auth.principal import Kind, Principal
from shared.auth.tokens import InvalidTokenError, TokenVerifier

SCHEME = "bearer"


def authenticate(
    header: str, verifier: TokenVerifier, consumers: Consumers, groups: Groups
) -> Principal:
    """Identify the caller; InvalidTokenError when the token cannot be trusted."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != SCHEME:
        raise InvalidTokenError("not a bearer token")
    claims = verifier.verify(token)
    consumer = consumers.get(claims.client_id)
    if consumer is None or not consumer.enabled:
        raise InvalidTokenError("the consumer is unknown or disabled")
    if consumer.kind is Kind.PEOPLE:
        scopes, tenant = groups.scopes(claims.groups), claims.subject
    else:
        scopes, tenant = claims.scopes, consumer.tenant or claims.client_id
    return Principal(claims.subject, claims.client_id, tenant, consumer.kind, scopes, consumer.tier)
