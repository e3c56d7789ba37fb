"""Requests that a caller may repeat: an Idempotency-Key stands for its request for a day."""

import hashlib
from dataclasses import dataclass

from pydantic import Field

from shared.ids import ending_of
from shared.schema import Schema

KEY_LIFE_SECONDS = 24 * 3600
"""So long an idempotency key stands for its request; then it is as good as new."""


class KeyReusedError(Exception):
    """The idempotency key was used for another request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used with another body; use a new key.")


class AttemptUnderWayError(Exception):
    """The first request with this key is still in progress."""

    def __init__(self) -> None:
        super().__init__("A request with this Idempotency-Key is under way; repeat it shortly.")


class IdempotencyHeaders(Schema):
    """The headers of a request that creates something once."""

    idempotency_key: str = Field(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        description="Same key and body: same answer, however often it is sent",
        examples=["6f6b0a2e"],
    )


@dataclass(frozen=True)
class Attempt:
    """A request to create something, which its caller may repeat."""

    tenant: str
    key: str
    fingerprint: str
    correlation_id: str = ""

    @property
    def ending(self) -> str:
        """The end of an id that the attempt may give: a repeated one gives it again."""
        return ending_of(self.tenant, self.key)


def fingerprint(body: str) -> str:
    """A short text that stands for a body: another body has another one."""
    return hashlib.sha256(body.encode()).hexdigest()
