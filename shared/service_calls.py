"""Calls of one service by another, through the gateway, with the caller's own credentials."""

import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from urllib3 import PoolManager, Retry, Timeout, make_headers
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from shared.circuit_breaker import CircuitBreaker

TIMEOUT = Timeout(connect=0.5, read=1.5)
REPEATED = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
# Twice more, soon, and never in step with the other callers that failed at the same moment.
RETRIES = Retry(
    total=2,
    backoff_factor=0.1,
    backoff_jitter=0.1,
    status_forcelist=REPEATED,
    allowed_methods=None,
    respect_retry_after_header=False,
    raise_on_status=False,
)
RENEWED_BEFORE_SECONDS = 60
INVALID_CLIENT = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}
"""Cognito answers 400, where RFC 6749 (5.2) allows both."""


class ServiceUnavailableError(Exception):
    """The other service cannot be asked now; says for how many seconds to wait."""

    def __init__(self, service: str, retry_after_seconds: float = 1.0) -> None:
        super().__init__(f"{service} cannot be asked now; nothing was changed. Repeat it shortly.")
        self.retry_after_seconds = max(1, math.ceil(retry_after_seconds))


@dataclass(frozen=True)
class Credentials:
    """What Secrets Manager keeps of a consumer (terraform/modules/consumers)."""

    client_id: str
    client_secret: str
    token_url: str
    api_url: str

    @classmethod
    def of(cls, secret: str) -> "Credentials":
        """Read the secret; KeyError when it is another's."""
        held = json.loads(secret)
        return cls(*(held[name] for name in ("client_id", "client_secret", "token_url", "api_url")))


class ServiceClient:
    """Reads from one service; token and credentials are kept until they end or are refused."""

    def __init__(
        self,
        service: str,
        credentials: Callable[[], Credentials],
        pool: PoolManager | None = None,
        breaker: CircuitBreaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._read_credentials = credentials
        self._known: Credentials | None = None
        self._pool = pool or PoolManager(timeout=TIMEOUT, retries=RETRIES)
        self._breaker = breaker or CircuitBreaker()
        self._clock = clock
        self._token: tuple[str, float] | None = None

    def get(self, path: str, query: Mapping[str, str], correlation_id: str) -> Any:
        """The JSON at a path below the API; ServiceUnavailableError when it cannot be had."""
        wait = self._breaker.wait_seconds()
        if wait:
            raise ServiceUnavailableError(self._service, wait)
        try:
            answer = self._get(f"{path}?{urlencode(query)}", correlation_id)
            if answer.status != HTTPStatus.OK:
                raise ServiceUnavailableError(self._service)
            found = answer.json()
        except (HTTPError, ServiceUnavailableError, ValueError) as error:
            self._breaker.failed()
            raise ServiceUnavailableError(self._service) from error
        self._breaker.succeeded()
        return found

    def _get(self, path: str, correlation_id: str) -> BaseHTTPResponse:
        """The answer; a token that is refused is fetched anew, once."""
        answer = self._ask(path, correlation_id)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._token = None
            answer = self._ask(path, correlation_id)
        return answer

    def _ask(self, path: str, correlation_id: str) -> BaseHTTPResponse:
        headers = {
            "Authorization": f"Bearer {self._valid_token()}",
            "X-Correlation-Id": correlation_id,
        }
        return self._pool.request("GET", self._credentials().api_url + path, headers=headers)

    def _credentials(self) -> Credentials:
        self._known = self._known or self._read_credentials()
        return self._known

    def _valid_token(self) -> str:
        if self._token and self._token[1] > self._clock():
            return self._token[0]
        answer = self._ask_for_token()
        if answer.status in INVALID_CLIENT:  # the secret was rotated, or the client replaced
            self._known = None
            answer = self._ask_for_token()
        if answer.status != HTTPStatus.OK:
            raise ServiceUnavailableError(self._service)
        token, lifetime = answer.json()["access_token"], answer.json()["expires_in"]
        self._token = token, self._clock() + lifetime - RENEWED_BEFORE_SECONDS
        return str(token)

    def _ask_for_token(self) -> BaseHTTPResponse:
        known = self._credentials()
        return self._pool.request(
            "POST",
            known.token_url,
            fields={"grant_type": "client_credentials"},
            encode_multipart=False,
            headers=make_headers(basic_auth=f"{known.client_id}:{known.client_secret}"),
        )
