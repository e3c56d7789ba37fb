"""Cursors: where a page ended, signed, and good only for the same query of the same caller."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus

from shared.problems import FieldError, ProblemError

SIGNATURE_BYTES = 16


class InvalidCursorError(ProblemError):
    """The cursor was not handed out to this caller for this query."""

    def __init__(self) -> None:
        super().__init__(
            HTTPStatus.BAD_REQUEST,
            "The cursor is not one of this query; start again without one.",
            errors=(FieldError(field="cursor", detail="Not a cursor of this query"),),
        )


class Cursors:
    """Writes and reads cursors; the key is asked for when the first one is needed."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key

    def write(self, position: Mapping[str, str], *bound_to: str) -> str:
        """An opaque cursor for the position, bound to the caller and the query."""
        payload = json.dumps(position, separators=(",", ":"), sort_keys=True).encode()
        return base64.urlsafe_b64encode(self._sign(payload, bound_to) + payload).decode()

    def read(self, cursor: str, *bound_to: str) -> dict[str, str]:
        """The position; InvalidCursorError when it was changed or is another's."""
        try:
            raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise InvalidCursorError from None
        signature, payload = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(payload, bound_to)):
            raise InvalidCursorError
        position: dict[str, str] = json.loads(payload)
        return position

    def _sign(self, payload: bytes, bound_to: tuple[str, ...]) -> bytes:
        message = json.dumps(bound_to).encode() + b"\0" + payload
        return hmac.new(self._key(), message, hashlib.sha256).digest()[:SIGNATURE_BYTES]
