"""The header that makes a request safe to repeat."""

from pydantic import Field

from shared.schema import Schema


class IdempotencyHeaders(Schema):
    """The headers of a request that creates something once."""

    idempotency_key: str = Field(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        description="Same key and body: same answer, however often it is sent",
        examples=["6f6b0a2e"],
    )
