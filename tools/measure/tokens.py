"""Tokens of real consumers whose claims are changed, signed with the local stack's own key."""

import json
import time
from typing import Any

import jwt

from tools.measure.stack import Stack

HOUR = 3600


def skewed(stack: Stack, consumer: str, seconds: int) -> str:
    """The consumer's token as an issuer would make it whose clock is so much ahead."""
    now = int(time.time()) + seconds
    return signed(stack, consumer, iat=now, exp=now + HOUR, auth_time=now)


def signed(stack: Stack, consumer: str, **claims: Any) -> str:
    """The consumer's token with other claims, as the issuer would sign it."""
    real = stack.token(consumer)
    key = json.loads((stack.config.directory / "token-key.json").read_text(encoding="utf-8"))
    return jwt.encode(
        {**jwt.decode(real, options={"verify_signature": False}), **claims},
        jwt.PyJWK(key, algorithm="RS256").key,
        algorithm="RS256",
        headers={"kid": jwt.get_unverified_header(real)["kid"]},
    )
