"""Calls from one service to another, through the gateway, with the caller's own credentials."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict
from urllib3 import PoolManager, Retry, Timeout, make_headers
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from shared.schema import Schema
from shared.service_calls.circuit_breaker import CircuitBreaker
from shared.service_calls.deadlines import within

TIMEOUT = Timeout(connect=0.5, read=1.5)
BUDGET_SECONDS = 4.0
"""For all of a call, its token and its repeats: the function must still answer before it ends."""
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
REFUSED = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}
"""OAuth's answers to credentials that are not good, or not any more (RFC 6749, section 5.2)."""
RENEWED_BEFORE_SECONDS = 60


class ServiceUnavailableError(Exception):
    """The other service cannot be reached now."""

    def __init__(self, service: str) -> None:
        super().__init__(f"{service} cannot be asked now; nothing was changed. Repeat it shortly.")


@dataclass(frozen=True)
class Credentials:
    """A consumer's secret in Secrets Manager (terraform/modules/consumers)."""

    client_id: str
    client_secret: str
    token_url: str
    api_url: str

    @classmethod
    def of(cls, secret: str) -> "Credentials":
        """The credentials in a secret; KeyError when the secret has another format."""
        fields = json.loads(secret)
        return cls(
            *(fields[name] for name in ("client_id", "client_secret", "token_url", "api_url"))
        )


class TokenAnswer(Schema):
    """The needed fields of a token endpoint's answer (RFC 6749, section 5.1)."""

    model_config = ConfigDict(hide_input_in_errors=True)

    access_token: str
    expires_in: int


class UnexpectedStatusError(Exception):
    """The answer has a status that the caller cannot use."""


class ServiceClient:
    """Reads from one service; fetches token and credentials when needed, and caches them."""

    def __init__(  # noqa: PLR0913, PLR0917 - all but the first two have one right value
        self,
        service: str,
        credentials: Callable[[], Credentials],
        pool: PoolManager | None = None,
        breaker: CircuitBreaker | None = None,
        clock: Callable[[], float] = time.monotonic,
        budget_seconds: float = BUDGET_SECONDS,
    ) -> None:
        self._service = service
        self._credentials = credentials
        self._pool = pool or PoolManager(timeout=TIMEOUT, retries=RETRIES)
        self._breaker = breaker or CircuitBreaker()
        self._clock = clock
        self._budget_seconds = budget_seconds
        self._known: Credentials | None = None
        self._token: tuple[str, float] | None = None

    def get[Body: BaseModel](
        self, model: type[Body], path: str, query: Mapping[str, str], correlation_id: str
    ) -> Body:
        """The resource at a path below the API; ServiceUnavailableError when it cannot be read."""
        if self._breaker.wait_seconds():
            raise ServiceUnavailableError(self._service)
        target = f"{path}?{urlencode(query)}"
        try:
            answer = within(self._budget_seconds, lambda: self._get(target, correlation_id))
            body = model.model_validate_json(_content(answer))
        except (HTTPError, TimeoutError, UnexpectedStatusError, ValueError) as error:
            self._breaker.failed()
            self._known = None  # the API may have moved since they were read
            raise ServiceUnavailableError(self._service) from error
        self._breaker.succeeded()
        return body

    def _get(self, path: str, correlation_id: str) -> BaseHTTPResponse:
        """The answer; a refused token is replaced once."""
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
        return self._pool.request("GET", self._identity().api_url + path, headers=headers)

    def _valid_token(self) -> str:
        if self._token and self._token[1] > self._clock():
            return self._token[0]
        answer = self._ask_for_token()
        if answer.status in REFUSED:
            self._known = None  # the secret may have been renewed since it was read
            answer = self._ask_for_token()
        token = TokenAnswer.model_validate_json(_content(answer))
        ends = self._clock() + token.expires_in - RENEWED_BEFORE_SECONDS
        self._token = token.access_token, ends
        return token.access_token

    def _ask_for_token(self) -> BaseHTTPResponse:
        known = self._identity()
        return self._pool.request(
            "POST",
            known.token_url,
            fields={"grant_type": "client_credentials"},
            encode_multipart=False,
            headers=make_headers(basic_auth=f"{known.client_id}:{known.client_secret}"),
        )

    def _identity(self) -> Credentials:
        self._known = self._known or self._credentials()
        return self._known


def _content(answer: BaseHTTPResponse) -> bytes:
    if answer.status != HTTPStatus.OK:
        raise UnexpectedStatusError(f"status {answer.status}")
    return answer.data
