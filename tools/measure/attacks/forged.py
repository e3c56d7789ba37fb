"""Tokens that nobody should get through with."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tools.measure.stack import Stack
from tools.measure.tokens import signed

HOUR = 3600
ELSEWHERE = "https://elsewhere.example"
PATHS = ("../../../../dev/null", "/dev/null", "' OR 1=1 --", "\x00", "a" * 5000, "")


def forged_tokens(stack: Stack, consumer: str) -> Iterator[tuple[str, str]]:
    """(name, token) of each: all claim to be this consumer."""
    real = stack.token(consumer)
    claims: dict[str, Any] = jwt.decode(real, options={"verify_signature": False})
    kid = jwt.get_unverified_header(real)["kid"]
    mine = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    header, payload, signature = real.split(".")

    def own(**headers: Any) -> str:
        """Signed by a key of the attacker, whatever the header says."""
        return jwt.encode(claims, mine, algorithm="RS256", headers={"kid": kid, **headers})

    for algorithm in ("none", "None", "NONE", "nOnE"):
        for tail in ("", signature):
            yield (
                f"alg {algorithm}{' with a signature' * bool(tail)}",
                _put({"alg": algorithm, "typ": "JWT", "kid": kid}, claims, tail),
            )
    for algorithm, digest in (("HS256", "sha256"), ("HS384", "sha384"), ("HS512", "sha512")):
        for form, secret in _public_keys(stack):
            yield (
                f"{algorithm} with the public key as {form}",
                _hmac({"alg": algorithm, "kid": kid}, claims, secret, digest),
            )
    yield "HS256 with an empty secret", _hmac({"alg": "HS256", "kid": kid}, claims, b"", "sha256")
    yield "another key", own()
    for path in PATHS:
        yield f"kid {path[:12]!r}", own(kid=path)
    yield "jku", own(jku=f"{ELSEWHERE}/jwks.json")
    yield "x5u", own(x5u=f"{ELSEWHERE}/cert.pem")
    yield "jku on this machine", own(jku="http://169.254.169.254/latest/meta-data/")
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(mine.public_key()))
    yield "jwk in the header", own(jwk={**public, "kid": kid})
    yield "crit", own(crit=["exp"])
    yield "b64 false", own(b64=False, crit=["b64"])
    now = int(time.time())
    others: dict[str, dict[str, Any]] = {
        "expired": {"exp": now - HOUR, "iat": now - 2 * HOUR},
        "expired long ago": {"exp": 0},
        "expiry negative": {"exp": -1},
        "expiry no number": {"exp": "tomorrow"},
        "expiry null": {"exp": None},
        "not yet valid": {"nbf": now + HOUR},
        "issued in the future": {"iat": now + 2 * HOUR, "exp": now + 3 * HOUR},
        "another issuer": {"iss": ELSEWHERE},
        "issuer with a slash": {"iss": f"{claims['iss']}/"},
        "issuer in capitals": {"iss": str(claims["iss"]).upper()},
        "another pool": {"iss": f"{claims['iss']}x"},
        "id token": {"token_use": "id"},  # nosec B105 # a kind
        "refresh token": {"token_use": "refresh"},  # nosec B105 # a kind
        "use missing": {"token_use": None},  # nosec B105 # a kind
        "wrong client": {"client_id": "0" * 26},
        "client of a path": {"client_id": "../../platform"},
        "client empty": {"client_id": ""},
        "client a list": {"client_id": [claims["client_id"]]},
    }
    for name, other in others.items():
        yield name, signed(stack, consumer, **other)
    stronger = {**claims, "scope": "admin", "cognito:groups": ["staff"]}
    yield "payload exchanged", f"{header}.{_part(stronger)}.{signature}"
    yield "signature cut", f"{header}.{payload}.{signature[:-8]}"
    yield "signature empty", f"{header}.{payload}."
    yield "no signature", f"{header}.{payload}"
    yield "four parts", f"{real}.{signature}"
    yield "parts exchanged", f"{payload}.{header}.{signature}"
    yield "token twice", f"{real}{real}"
    yield "garbage", "nonsense"
    yield "a comma", ","
    yield "too long", "a" * 6000
    yield "payload no object", f"{header}.{_part([1])}.{signature}"
    yield "header deep", f"{_encoded(b'[' * 3000)}.{payload}.{signature}"
    yield "not base64", "....!.."


def _public_keys(stack: Stack) -> Iterator[tuple[str, bytes]]:
    text = (stack.config.directory / "token-key.json").read_text(encoding="utf-8")
    public = {key: value for key, value in json.loads(text).items() if key in {"kty", "n", "e"}}
    key: Any = jwt.PyJWK({**public, "kty": "RSA"}, algorithm="RS256").key
    yield "PEM", key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    yield "DER", key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    yield "JWK", json.dumps(public).encode()


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _part(value: Any) -> str:
    return _encoded(json.dumps(value).encode())


def _put(header: Any, claims: Any, signature: str) -> str:
    return f"{_part(header)}.{_part(claims)}.{signature}"


def _hmac(header: Any, claims: Any, secret: bytes, digest: str) -> str:
    text = f"{_part(header)}.{_part(claims)}"
    code = hmac.new(secret, text.encode(), getattr(hashlib, digest)).digest()
    return f"{text}.{_encoded(code)}"
