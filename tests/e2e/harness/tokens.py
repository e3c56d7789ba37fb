"""Tokens that no consumer should get through with."""

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.e2e.harness.stack import Stack


def claims_of(token: str) -> dict[str, object]:
    """The claims of a token, unverified."""
    claims: dict[str, object] = jwt.decode(token, options={"verify_signature": False})
    return claims


def forged(stack: Stack, **changed: object) -> str:
    """A token with all claims of a real one, signed by another key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    real = stack.token("acme")
    kid = jwt.get_unverified_header(real)["kid"]
    return jwt.encode(claims_of(real) | changed, key, algorithm="RS256", headers={"kid": kid})


def unsigned(stack: Stack) -> str:
    return jwt.encode(claims_of(stack.token("acme")), "", algorithm="none")
