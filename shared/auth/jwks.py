"""The issuer's public keys, fetched from its JWKS (RFC 7517) and cached."""

import contextlib
import json
import math
import time
import urllib.request
from collections.abc import Callable

import jwt

from shared.auth.tokens import InvalidTokenError

FETCH_SECONDS = 3
KEEP_SECONDS = 3600
TRUSTED_SECONDS = 24 * 3600
"""So long known keys are good while the issuer cannot be asked: its outage is not ours."""
RETRY_SECONDS = 3
"""Without any keys a fetch that failed is repeated after so long, whoever asks meanwhile."""
REFRESH_SECONDS = 10
"""Unknown key ids fetch at most so often, and so does a failed fetch: nobody is hammered."""

NO_KEYS = (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError, RecursionError)
"""Errors of reading a document that is no JWKS."""

Fetch = Callable[[str], bytes]


class IssuerUnavailableError(Exception):
    """There are no keys: the issuer could not be asked a moment ago, or answers something else."""


def fetch(url: str) -> bytes:
    """The document behind the URL."""
    with urllib.request.urlopen(url, timeout=FETCH_SECONDS) as answer:  # noqa: S310 - from settings
        content: bytes = answer.read()
        return content


class Jwks:
    """The keys by id; fetched again when they are old or when an unknown id appears."""

    def __init__(
        self, url: str, fetch: Fetch = fetch, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = self._searched = self._failed = -math.inf

    def get(self, key_id: str) -> jwt.PyJWK:
        """The key of this id; InvalidTokenError when the issuer has none."""
        age, known = self._clock() - self._fetched, key_id in self._keys
        if age > TRUSTED_SECONDS:
            self._fetch_first()
        # However fresh the keys are: a new one may have come since, and its first token counts.
        elif (age > KEEP_SECONDS or not known) and self._clock() - self._searched > REFRESH_SECONDS:
            self._searched = self._clock()
            # Whatever it fails with, no answer or one without keys: who is known stays so.
            with contextlib.suppress(*([Exception] if known else [])):
                self._refresh()
        if key_id not in self._keys:
            raise InvalidTokenError("unknown key id")
        return self._keys[key_id]

    def _fetch_first(self) -> None:
        """Fetch keys where there are none to be trusted, and not for every request in an outage."""
        if self._clock() - self._failed <= RETRY_SECONDS:
            raise IssuerUnavailableError
        try:
            self._refresh()
        except Exception:
            self._failed = self._clock()
            raise

    def _refresh(self) -> None:
        document = self._fetch(self._url)
        try:
            keys = jwt.PyJWKSet.from_dict(json.loads(document)).keys
            self._keys = {key.key_id: key for key in keys if key.key_id}
        except NO_KEYS as error:
            raise IssuerUnavailableError from error
        self._fetched = self._clock()
