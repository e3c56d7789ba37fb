"""Tokens that consumers sign: the good ones, and attacks on them."""

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

from shared.auth.signers import Signer, SignerVerifier, issuer_of
from shared.auth.tokens import LEEWAY_SECONDS, InvalidTokenError

ACME, GLOBEX = "signer" + "a" * 26, "signer" + "b" * 26
KEY, GLOBEX_KEY, RSA_KEY = (
    ec.generate_private_key(ec.SECP256R1()),
    ec.generate_private_key(ec.SECP256R1()),
    rsa.generate_private_key(public_exponent=65537, key_size=2048),
)
SCOPES = frozenset({"parcels/read", "parcels/write"})


def public(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """The public point of the key, as an environment's values have it."""
    jwk = jwt.get_algorithm_by_name("ES256").to_jwk(key.public_key(), as_dict=True)
    return {name: jwk[name] for name in ("x", "y")}


@dataclass
class InMemorySigners:
    """Signers by client id."""

    signers: dict[str, Signer]

    def get(self, client_id: str) -> Signer | None:
        return self.signers.get(client_id)


SIGNERS = InMemorySigners(
    {
        ACME: Signer({"k1": public(KEY)}, SCOPES),
        GLOBEX: Signer({"g1": public(GLOBEX_KEY), "k1": public(GLOBEX_KEY)}, frozenset()),
    }
)
VERIFIER = SignerVerifier("groundplan-test", SIGNERS)


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    whole = {
        "iss": ACME,
        "sub": ACME,
        "aud": "groundplan-test",
        "iat": now,
        "exp": now + 900,
        "jti": "1",
    } | changed
    return {name: value for name, value in whole.items() if value is not None}


def signed(key: Any = KEY, algorithm: str = "ES256", kid: Any = "k1", /, **changed: Any) -> str:
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims(**changed), key, algorithm=algorithm, headers=headers)


def by_hand(header: dict[str, Any], sign: Callable[[bytes], bytes], **changed: Any) -> str:
    """A token as no library would make it."""
    parts = [json.dumps(part).encode() for part in (header, claims(**changed))]
    text = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    return (text + b"." + base64.urlsafe_b64encode(sign(text)).rstrip(b"=")).decode()


def with_public_key(text: bytes) -> bytes:
    """A signature with the public key as if it were a shared secret."""
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return hmac.new(pem, text, hashlib.sha256).digest()


def now(seconds: int) -> int:
    return int(time.time()) + seconds


def test_a_signer_is_known_by_its_key_with_all_its_scopes() -> None:
    known = VERIFIER.verify(signed())

    assert (known.subject, known.client_id, known.signed) == (ACME, ACME, True)
    assert known.scopes == SCOPES
    assert known.groups == ()


def test_a_token_may_have_fewer_scopes() -> None:
    assert VERIFIER.verify(signed(scope="parcels/read")).scopes == {"parcels/read"}
    assert VERIFIER.verify(signed(scope="")).scopes == frozenset()


@pytest.mark.parametrize(
    "attack",
    {
        "no algorithm": lambda: by_hand({"alg": "none", "kid": "k1"}, lambda _: b""),
        "the public key as a secret": lambda: by_hand(
            {"alg": "HS256", "kid": "k1"}, with_public_key
        ),
        "another algorithm": lambda: signed(RSA_KEY, "RS256"),
        "an empty signature": lambda: by_hand({"alg": "ES256", "kid": "k1"}, lambda _: b""),
        "zeros for a signature": lambda: by_hand(
            {"alg": "ES256", "kid": "k1"}, lambda _: bytes(64)
        ),
        "an end without end": lambda: signed(exp=float("inf")),
        "a long life in words": lambda: signed(exp=str(now(3600))),
        "another's key": lambda: signed(GLOBEX_KEY),
        "the id of another's key": lambda: signed(GLOBEX_KEY, "ES256", "g1"),
        "an unknown key": lambda: signed(KEY, "ES256", "k2"),
        "no key": lambda: signed(KEY, "ES256", None),
        "a number for a key's id": lambda: by_hand({"alg": "ES256", "kid": 1}, bytes),
        "a list for a key's id": lambda: by_hand({"alg": "ES256", "kid": ["k1"]}, bytes),
        "a key of its own in the header": lambda: jwt.encode(
            claims(), GLOBEX_KEY, "ES256", headers={"kid": "k1", "jwk": public(GLOBEX_KEY)}
        ),
        "a place of keys in the header": lambda: jwt.encode(
            claims(), GLOBEX_KEY, "ES256", headers={"kid": "k1", "jku": "https://evil.example"}
        ),
        "in another's name": lambda: signed(iss=GLOBEX, sub=GLOBEX),
        "in nobody's name": lambda: signed(iss="signer" + "c" * 26),
        "no issuer": lambda: signed(iss=None),
        "a path for an issuer": lambda: signed(iss=f"{ACME}/../consumers"),
        "an issuer with a line's end": lambda: signed(iss=ACME + "\n", sub=ACME + "\n"),
        "a subject that is not the issuer": lambda: signed(sub=GLOBEX),
        "no subject": lambda: signed(sub=None),
        "another environment": lambda: signed(aud="groundplan-prod"),
        "several environments": lambda: signed(aud=["groundplan-prod", "groundplan-test"]),
        "no audience": lambda: signed(aud=None),
        "expired": lambda: signed(iat=now(-1000), exp=now(-100)),
        "no end": lambda: signed(exp=None),
        "no beginning": lambda: signed(iat=None),
        "an end far away": lambda: signed(exp=now(901)),
        "a long life that began long ago": lambda: signed(iat=now(-1000), exp=now(100)),
        "from the future": lambda: signed(iat=now(3600), exp=now(4000)),
        "not yet good": lambda: signed(nbf=now(300)),
        "no name of its own": lambda: signed(jti=None),
        "a scope that it does not have": lambda: signed(scope="parcels/read parcels/admin"),
        "a scope of another service": lambda: signed(scope="orders/read"),
        "no token": lambda: "",
        "two parts": lambda: "a.b",
        "a list for claims": lambda: jwt.api_jws.encode(b"[]", KEY, "ES256", headers={"kid": "k1"}),
        "another letter": lambda: signed()[:-8] + "AAAAAAAA",
    }.values(),
)
def test_attacks_are_refused(attack: Callable[[], str]) -> None:
    with pytest.raises(InvalidTokenError):
        VERIFIER.verify(attack())


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (lambda: signed(iss="somebody"), "unknown issuer"),
        (lambda: signed(KEY, "ES256", "k2"), "unknown key id"),
        (lambda: signed(KEY, "ES256", None), "no key id"),
        (lambda: signed(exp=now(960)), "lives too long"),
        (lambda: signed(scope="parcels/admin"), "scopes that it does not have"),
        (lambda: signed(GLOBEX_KEY), "InvalidSignatureError"),
        (lambda: signed(iat=now(-1000), exp=now(-100)), "ExpiredSignatureError"),
        (lambda: "a.b.c", "DecodeError"),
    ],
)
def test_a_refusal_says_why_and_nothing_of_the_token(
    attack: Callable[[], str], reason: str
) -> None:
    with pytest.raises(InvalidTokenError) as refused:
        VERIFIER.verify(attack())

    assert str(refused.value) == reason


@pytest.mark.parametrize("name", ["acme", f"{ACME}/../consumers", ACME + "\n", ACME.upper()])
def test_a_name_that_cannot_be_a_signers_is_not_looked_up(name: str) -> None:
    careless = InMemorySigners({name: Signer({"k1": public(KEY)}, SCOPES)})

    with pytest.raises(InvalidTokenError, match="unknown issuer"):
        SignerVerifier("groundplan-test", careless).verify(signed(iss=name, sub=name))


def test_a_registered_key_of_another_algorithm_signs_nothing() -> None:
    jwk = jwt.get_algorithm_by_name("RS256").to_jwk(RSA_KEY.public_key(), as_dict=True)
    registered = {name: jwk[name] for name in ("kty", "n", "e")}
    careless = InMemorySigners({ACME: Signer({"k1": registered}, SCOPES)})

    with pytest.raises(InvalidTokenError):
        SignerVerifier("groundplan-test", careless).verify(signed(RSA_KEY, "RS256"))


def test_clocks_may_differ_by_half_a_minute() -> None:
    known = VERIFIER.verify(signed(iat=now(-500), exp=now(-LEEWAY_SECONDS + 5)))

    assert known.client_id == ACME


def test_a_token_may_name_all_its_scopes() -> None:
    assert VERIFIER.verify(signed(scope=" ".join(SCOPES))).scopes == SCOPES


def test_a_token_without_issuer_names_none() -> None:
    assert issuer_of(signed(iss=None)) == ""


def test_a_key_that_was_taken_away_signs_nothing() -> None:
    signers = InMemorySigners({ACME: Signer({"k1": public(KEY)}, SCOPES)})
    verifier = SignerVerifier("groundplan-test", signers)
    token = signed()
    verifier.verify(token)

    signers.signers[ACME] = Signer({"k2": public(GLOBEX_KEY)}, SCOPES)

    with pytest.raises(InvalidTokenError, match="unknown key id"):
        verifier.verify(token)
    assert verifier.verify(signed(GLOBEX_KEY, "ES256", "k2")).client_id == ACME


def test_a_key_that_is_none_is_refused_like_a_wrong_one() -> None:
    wrong = {"x": "A" * 43, "y": "A" * 43}
    verifier = SignerVerifier(
        "groundplan-test", InMemorySigners({ACME: Signer({"k1": wrong}, SCOPES)})
    )

    with pytest.raises(InvalidTokenError):
        verifier.verify(signed())


DEEP = "W1tb" * 40_000


@pytest.mark.parametrize("text", ["\ud800.b.c", f"{DEEP}.W1tb.c", f"e30.{DEEP}.c"])
def test_a_text_that_is_no_token_has_no_issuer(text: str) -> None:
    with pytest.raises(InvalidTokenError):
        issuer_of(text)
