"""The input of callers: tokens, cursors, ETags, idempotency keys, and events to every router."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from shared.auth.jwks import IssuerUnavailableError, Jwks
from shared.auth.signers import Signer, SignerVerifier
from shared.auth.tokens import InvalidTokenError, TokenVerifier
from shared.idempotency import fingerprint
from shared.ids import ending_of, is_id, may_be_id
from shared.pagination import Cursors, InvalidCursorError
from shared.problems import ProblemError
from shared.tracing import sampled
from shared.versions.etags import (
    ChangeHeaders,
    IfMatchHeaders,
    expectation,
    expected_versions,
    is_known,
)
from tests.fuzz.source import Source
from tests.fuzz.target import Target

ISSUER, CLIENT = "https://issuer.example", "signer" + "0" * 26
KEY = ec.derive_private_key(7, ec.SECP256R1())
PUBLIC = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key()))
NAMES = ("iss", "sub", "aud", "exp", "iat", "nbf", "jti", "scope", "client_id", "token_use")
MORE_NAMES = ("cognito:groups", "kid", "alg", "typ", "crit", "b64", "access", ISSUER, CLIENT, "k")
KEY_NAMES = ("keys", "kty", "kid", "alg", "use", "crv", "x", "y", "n", "e", "RSA", "EC", "RS256")
NOW = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
TAGS = ('"', "W/", "*", ",", " ", "1", "a", "\t", "\\", '"1"', "\x7f")


class _Keys:
    def get(self, key_id: str) -> jwt.PyJWK:
        """The one key."""
        return jwt.PyJWK(PUBLIC | {"alg": "ES256", "kid": key_id})


class _Signers:
    def get(self, client_id: str) -> Signer | None:
        """The one consumer."""
        return Signer({"k": PUBLIC}, frozenset({"orders/read"})) if client_id == CLIENT else None


POOL = TokenVerifier(ISSUER, _Keys())
SIGNERS = SignerVerifier("audience", _Signers())
CURSORS = Cursors(lambda: b"a key")
GOOD = {"iss": CLIENT, "sub": CLIENT, "aud": "audience", "exp": NOW, "iat": NOW - 9, "jti": "1"}


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def _token(source: Source) -> str:
    """A token of any text, of JSON without a signature, or signed with the right key."""
    kind, names = source.byte() % 4, NAMES + MORE_NAMES
    if kind == 0:
        return source.phrase((".", "e30", "eyJhbGciOiJub25lIn0", "=", "-"))
    if kind == 1:
        return ".".join(_encoded(source.json(names)) for _ in range(2)) + "." + source.text()
    claims: dict[str, Any] = {source.name(names): source.value(names, 3) for _ in range(3)}
    content = json.dumps(GOOD | claims, ensure_ascii=True).encode()
    try:
        return jwt.api_jws.encode(content, KEY, "ES256", {"kid": source.pick(("k", "other"))})
    except ValueError:
        return ""


def tokens(source: Source) -> None:
    """Either verifier."""
    verify = source.pick((POOL.verify, SIGNERS.verify))
    verify(_token(source))


def jwks(source: Source) -> None:
    """The document of an issuer."""
    content = source.json(KEY_NAMES) if source.byte() % 8 else source.rest().decode("latin-1")
    Jwks("url", lambda _: content.encode("utf-8", "surrogatepass")).get(source.text())


def cursors(source: Source) -> None:
    """A cursor, of any text or of one that was issued and changed."""
    if source.byte() % 4 == 0:
        changed = bytearray(CURSORS.write("prd_1", "acme").encode())
        changed[source.byte() % len(changed)] = source.byte()
        CURSORS.read(changed.decode("latin-1"), "acme")
        return
    CURSORS.read(source.phrase(("A", "=", "-", "_", "/", "+", "é")), source.text())


def preconditions(source: Source) -> None:
    """If-Match and If-None-Match."""
    first, second = source.phrase(TAGS, 20), source.phrase(TAGS, 20)
    is_known(first, '"1"')
    expected_versions(IfMatchHeaders.model_construct(if_match=first))
    expectation(ChangeHeaders.model_construct(if_match=first, if_none_match=second))


def keys(source: Source) -> None:
    """Idempotency keys, ids and trace headers."""
    one, other = source.sent(), source.sent()
    ending_of(one, other)
    may_be_id(one)
    is_id("ord", one)
    fingerprint(other)
    sampled(source.phrase(("Root", "=", ";", "Sampled=1", "Parent", "1")))


TARGETS = (
    Target("tokens", tokens, (InvalidTokenError,)),
    Target("jwks", jwks, (InvalidTokenError, IssuerUnavailableError)),
    Target("cursors", cursors, (InvalidCursorError,)),
    Target("preconditions", preconditions, (ProblemError,)),
    Target("keys", keys),
)
