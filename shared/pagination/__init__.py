"""Pages, and signed cursors: the last item of a page, for the same query of the same caller.

A position is an id that the caller has seen; the adapter knows where it is in the table.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from http import HTTPStatus

from pydantic import Field

from shared.problems import FieldError, ProblemError
from shared.schema import Schema

SIGNATURE_BYTES = 16
LAYOUT = "last-shown"
"""Signed with each position, so that a cursor of another layout is none of ours."""


class PageQuery(Schema):
    """Length of a page, and where it begins."""

    limit: int = Field(default=20, ge=1, le=100, description="Most items on one page")
    cursor: str = Field(default="", max_length=1024, description="nextCursor of the page before")


class InvalidCursorError(ProblemError):
    """The cursor was not issued to this caller for this query."""

    def __init__(self) -> None:
        super().__init__(
            HTTPStatus.BAD_REQUEST,
            "The cursor is not one of this query; start again without one.",
            errors=(FieldError(field="cursor", detail="Not a cursor of this query"),),
        )


class Cursors:
    """Writes and reads cursors; fetches the key when it is first needed."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key

    def write(self, position: str, *bound_to: str) -> str:
        """An opaque cursor for the position, bound to the caller and the query."""
        payload = position.encode()
        return base64.urlsafe_b64encode(self._sign(payload, bound_to) + payload).decode()

    def read(self, cursor: str, *bound_to: str) -> str:
        """The position; InvalidCursorError for a changed cursor or another caller's."""
        try:
            raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise InvalidCursorError from None
        signature, payload = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(payload, bound_to)):
            raise InvalidCursorError
        return payload.decode()

    def _sign(self, payload: bytes, bound_to: tuple[str, ...]) -> bytes:
        message = json.dumps([LAYOUT, *bound_to]).encode() + b"\0" + payload
        return hmac.new(self._key(), message, hashlib.sha256).digest()[:SIGNATURE_BYTES]
