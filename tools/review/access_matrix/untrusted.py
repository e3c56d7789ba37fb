"""Callers with an invalid token, whom the authorizer refuses on every route."""

from tools.review.access_matrix import tokens
from tools.review.access_matrix.consumers import DISABLED, OWNER
from tools.review.access_matrix.kind import Kind, bearer, everything, good
from tools.review.access_matrix.tokens import ELSEWHERE, FOREIGN_KEY, NOW, claims, signed, token

HOUR = 3600

UNTRUSTED = (
    Kind(
        "none",
        "No `Authorization`",
        "The gateway refuses before it asks the authorizer",
        lambda _: None,
    ),
    Kind(
        "garbage",
        "`Bearer nonsense`",
        "It is no JWT",
        lambda _: "Bearer nonsense",
    ),
    Kind(
        "expired",
        "The owner's token, an hour after its end",
        "`exp` is past by more than the leeway",
        bearer(lambda s: signed(claims(OWNER, *good(s), iat=NOW - 2 * HOUR, exp=NOW - HOUR))),
    ),
    Kind(
        "issuer",
        "The owner's claims under the pool's key, but another `iss`",
        "The issuer is compared, whoever signed",
        bearer(lambda s: signed(claims(OWNER, *good(s), iss=ELSEWHERE))),
    ),
    Kind(
        "client",
        "A token of the pool for an app client that is no consumer",
        "The registry of consumers does not know it",
        bearer(lambda s: token("nobodysclient", *good(s))),
    ),
    Kind(
        "id token",
        "The owner's id token: `token_use` is `id`",
        "It says who somebody is, not what they may do",
        bearer(lambda s: signed(claims(OWNER, *good(s), token_use="id"))),  # noqa: S106 - a kind
    ),
    Kind(
        "alg none",
        "The owner's claims with `alg: none`",
        "Only RS256 and ES256 count as signed",
        bearer(lambda s: tokens.unsigned(claims(OWNER, *good(s)))),
    ),
    Kind(
        "HS256",
        "The owner's claims, HS256 with the pool's public key (PEM) as secret",
        "A public key is no secret: HS256 is not accepted",
        bearer(lambda s: tokens.signed_with_public_key(claims(OWNER, *good(s)))),
    ),
    Kind(
        "forged key",
        "The owner's claims and the pool's key id, signed by another key",
        "The signature does not fit the pool's key",
        bearer(lambda s: signed(claims(OWNER, *good(s)), FOREIGN_KEY)),
    ),
    Kind(
        "other pool",
        "A token of another user pool, with its issuer, key and key id",
        "The pool's JWKS does not have the key",
        bearer(lambda s: signed(claims(OWNER, *good(s), iss=ELSEWHERE), FOREIGN_KEY, "other")),
    ),
    Kind(
        "disabled",
        "A token, all scopes, of a consumer with `enabled = false`",
        "The authorizer does not vouch for a disabled consumer",
        bearer(lambda s: everything(DISABLED, s)),
    ),
)
