"""Tokens as a user pool issues them, and as attackers forge them."""

import base64
import hashlib
import hmac
import json
import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tools.review.access_matrix.consumers import PEOPLE

ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_callers"
ELSEWHERE = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_another"
KEY_ID = "pool"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
VALID_SECONDS = 3600
NOW = int(time.time())


def key_set(_: str = "") -> bytes:
    """The pool's JWKS, as its URL returns it."""
    jwk = jwt.get_algorithm_by_name("RS256").to_jwk(KEY.public_key(), as_dict=True)
    key = {**jwk, "kid": KEY_ID, "alg": "RS256", "use": "sig"}
    return json.dumps({"keys": [key]}).encode()


def claims(client: str, *scopes: str, **changed: Any) -> dict[str, Any]:
    """The claims of a machine's access token."""
    return {
        "iss": ISSUER,
        "sub": client,
        "client_id": client,
        "token_use": "access",  # nosec B105 # a kind
        "scope": " ".join(sorted(scopes)),
        "iat": NOW,
        "exp": NOW + VALID_SECONDS,
    } | changed


@cache
def token(client: str, *scopes: str) -> str:
    """A machine's token, the same one each time."""
    return signed(claims(client, *scopes))


@cache
def person(name: str, *groups: str) -> str:
    """A person's token, from the app client that people use."""
    return signed(claims(PEOPLE, sub=name, scope="openid", **{"cognito:groups": list(groups)}))


def signed(said: dict[str, Any], key: rsa.RSAPrivateKey = KEY, kid: str = KEY_ID) -> str:
    """The claims with a signature, by default the pool's."""
    return jwt.encode(said, key, algorithm="RS256", headers={"kid": kid})


def unsigned(said: dict[str, Any]) -> str:
    """The claims with `alg: none`."""
    return jwt.encode(said, "", algorithm="none", headers={"kid": KEY_ID})


def signed_with_public_key(said: dict[str, Any]) -> str:
    """HS256 with the public key as secret; by hand, because PyJWT refuses to make it."""
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = _part({"alg": "HS256", "typ": "JWT", "kid": KEY_ID})
    signable = head + b"." + _part(said)
    signature = base64.urlsafe_b64encode(hmac.new(pem, signable, hashlib.sha256).digest())
    return (signable + b"." + signature.rstrip(b"=")).decode()


def _part(value: object) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")
