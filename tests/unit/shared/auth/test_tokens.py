"""The tokens that are trusted, and those that are not."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.auth.tokens import InvalidTokenError, TokenVerifier

ISSUER = "https://issuer.example/pool"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE_KEY = ec.generate_private_key(ec.SECP256R1())


@dataclass
class InMemoryKeys:
    """An issuer's keys by id."""

    keys: dict[str, jwt.PyJWK]

    def get(self, key_id: str) -> jwt.PyJWK:
        if key_id not in self.keys:
            raise InvalidTokenError("unknown key id")
        return self.keys[key_id]


def public(key: Any, algorithm: str, key_id: str) -> dict[str, Any]:
    jwk = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key(), as_dict=True)
    return {**jwk, "kid": key_id, "alg": algorithm, "use": "sig"}


def verifier() -> TokenVerifier:
    """A verifier of the issuer's tokens, with a key of each algorithm."""
    keys = {
        "rsa": jwt.PyJWK(public(KEY, "RS256", "rsa")),
        "curve": jwt.PyJWK(public(CURVE_KEY, "ES256", "curve")),
    }
    return TokenVerifier(ISSUER, InMemoryKeys(keys))


VERIFIER = verifier()


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    whole = {
        "iss": ISSUER,
        "sub": "client1",
        "client_id": "client1",
        "token_use": "access",
        "scope": "parcels/read parcels/write",
        "iat": now,
        "exp": now + 60,
    } | changed
    return {name: value for name, value in whole.items() if value is not None}


def token(
    key: Any = KEY, algorithm: str = "RS256", kid: str | None = "rsa", /, **changed: Any
) -> str:
    headers = {"kid": kid} if kid else {}
    return jwt.encode(claims(**changed), key, algorithm=algorithm, headers=headers)


@pytest.mark.parametrize(
    "good",
    [
        token,
        lambda: token(CURVE_KEY, "ES256", "curve"),
        lambda: token(exp=int(time.time()) - 10),
    ],
)
def test_a_good_token_says_who_and_what(good: Callable[[], str]) -> None:
    verified = VERIFIER.verify(good())

    assert verified.client_id == "client1"
    assert verified.scopes == {"parcels/read", "parcels/write"}


def test_a_persons_token_says_their_groups() -> None:
    verified = VERIFIER.verify(token(sub="person", **{"cognito:groups": ["staff"]}))

    assert (verified.subject, verified.groups) == ("person", ("staff",))


PUBLIC_PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signed_with_the_public_key() -> str:
    """HS256 with the public key as secret, which a careless verifier accepts."""

    def part(value: object) -> bytes:
        raw = value if isinstance(value, bytes) else json.dumps(value).encode()
        return base64.urlsafe_b64encode(raw).rstrip(b"=")

    signed = part({"alg": "HS256", "kid": "rsa"}) + b"." + part(claims())
    signature = hmac.new(PUBLIC_PEM, signed, hashlib.sha256).digest()
    return (signed + b"." + part(signature)).decode()


def of_header(text: str) -> str:
    """A token of this header, which nobody has signed."""
    return f"{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}.e30.e30"


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(lambda: token("", "none"), id="alg none"),
        pytest.param(signed_with_the_public_key, id="HS256 with the public key"),
        pytest.param(lambda: token(OTHER_KEY), id="another key under a known id"),
        pytest.param(lambda: token(KEY, "RS256", "new"), id="unknown key id"),
        pytest.param(lambda: token(KEY, "RS256", None), id="no key id"),
        pytest.param(lambda: token(KEY, "PS256"), id="another algorithm"),
        pytest.param(lambda: token(CURVE_KEY, "ES256", "rsa"), id="key of another kind"),
        pytest.param(lambda: token(exp=int(time.time()) - 60), id="expired"),
        pytest.param(lambda: token(nbf=int(time.time()) + 60), id="not valid yet"),
        pytest.param(lambda: token(iat=int(time.time()) + 60), id="issued in the future"),
        pytest.param(lambda: token(iss="https://elsewhere.example"), id="another issuer"),
        pytest.param(lambda: token(token_use="id"), id="an id token"),
        pytest.param(lambda: token(exp=None), id="no expiry"),
        pytest.param(lambda: token(client_id=None), id="no client"),
        pytest.param(lambda: token(token_use=None), id="no use"),
        pytest.param(lambda: token()[:-4] + "AAAA", id="a changed signature"),
        pytest.param(lambda: "nonsense", id="no token"),
        pytest.param(lambda: "a.b.c", id="no JSON"),
        pytest.param(lambda: "", id="nothing"),
        pytest.param(lambda: "\ud800.b.c", id="no text that can be sent"),
        pytest.param(lambda: of_header("[" * 100_000), id="too deep"),
    ],
)
def test_a_bad_token_is_not_trusted(bad: Callable[[], str]) -> None:
    forged = bad()

    with pytest.raises(InvalidTokenError):
        VERIFIER.verify(forged)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (lambda: token(token_use="id"), "not an access token"),
        (lambda: token(KEY, "RS256", None), "no key id"),
        (lambda: token(iss="https://elsewhere.example"), "InvalidIssuerError"),
        (lambda: token(OTHER_KEY), "InvalidSignatureError"),
        (lambda: "a.b.c", "DecodeError"),
    ],
)
def test_a_refusal_says_why_and_nothing_of_the_token(bad: Callable[[], str], reason: str) -> None:
    with pytest.raises(InvalidTokenError) as refused:
        verifier().verify(bad())

    assert str(refused.value) == reason


def test_a_token_without_scopes_has_none() -> None:
    assert VERIFIER.verify(token(scope=None)).scopes == frozenset()


def test_an_access_token_may_name_an_audience() -> None:
    assert VERIFIER.verify(token(aud="https://api.example")).client_id == "client1"


@pytest.mark.parametrize("algorithm", ["RS512", "PS256"])
def test_a_published_key_of_another_algorithm_signs_nothing(algorithm: str) -> None:
    published = InMemoryKeys({"rsa": jwt.PyJWK(public(KEY, algorithm, "rsa"))})

    with pytest.raises(InvalidTokenError):
        TokenVerifier(ISSUER, published).verify(token(KEY, algorithm))
