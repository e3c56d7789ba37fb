"""The embedded AWS over HTTP: moto's services, the token endpoint, and our own commands."""

import gzip
import io
import json
import logging
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any

from moto.server import DomainDispatcherApplication, create_backend_app

from embedded_aws import functions as lambda_
from embedded_aws.endpoint import constraints, failures, origin, replay
from embedded_aws.endpoint.answers import as_json
from embedded_aws.endpoint.calls import PATH as CALLS_PATH
from embedded_aws.endpoint.calls import Calls
from embedded_aws.endpoint.reach import Reach
from embedded_aws.endpoint.requests import PATH as REQUESTS_PATH
from embedded_aws.endpoint.requests import Requests, Watch
from embedded_aws.endpoint.token_endpoint import PATH as TOKEN_PATH
from embedded_aws.endpoint.token_endpoint import token_response
from embedded_aws.endpoint.turns import Turns
from embedded_aws.state.changes import changing
from embedded_aws.state.journal import JournalError

OWN_PREFIX = "/_local/"
HEALTH_PATH = "/_local/health"
INVOCATIONS = "/invocations"
BROKEN_BODY = "The request's body is not the JSON object that the operation needs."
_report = logging.getLogger(__name__)

type Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
"""A WSGI application."""


class EmbeddedAws:
    """A WSGI application; each request may change moto's state."""

    def __init__(
        self,
        health: Callable[[], Mapping[str, Any]],
        reload: lambda_.ReloadEndpoint,
        reach: Reach,
        pages: Mapping[str, Application] | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._health = health
        self._reload = reload
        self._reach = reach
        self._pages = pages or {}  # each decides itself which visitors it answers
        self._calls = Calls()
        self._requests = Requests(watch)
        self._turns = Turns()

    def turn(self, service: str) -> AbstractContextManager[None]:
        """The turn of a service, for changes that no request makes."""
        return self._turns.of(service)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request; our own failures are answered at once and by name."""
        path = environ.get("PATH_INFO", "")
        for prefix, application in self._pages.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                return application(environ, start_response)
        if not origin.is_ours(environ):
            return origin.refuse(start_response)
        if path.startswith(OWN_PREFIX):
            return _json(start_response, *self._own(path, environ))
        if path == TOKEN_PATH:
            return token_response(environ, start_response)
        with self._requests.timed(environ):
            try:
                return self._answer(path, environ, start_response)
            except Exception as error:  # noqa: BLE001 - an answer in the caller's protocol, not a page
                return _failed(environ, start_response, error)

    def _answer(self, path: str, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request that AWS has too."""
        if path.endswith(INVOCATIONS):  # changes nothing itself, and waits for calls that do
            self._calls.note(environ)
            return self._serve(environ, start_response)
        _read_body(environ)
        self._calls.note(environ)
        writes = not failures.only_reads(environ)
        if failures.is_broken(environ):
            return failures.respond(environ, start_response, failures.BROKEN, BROKEN_BODY)
        refused = constraints.refusal_of(environ)
        if writes and not refused:
            refused = self._reach.refusal_of(environ)
        if refused:
            answer = refused.code, refused.message, refused.status
            return failures.respond(environ, start_response, *answer)
        with self._turns.of(failures.service_of(environ)), changing(worth_saving=writes):
            if not writes:
                return self._serve(environ, start_response)
            try:
                with replay.kept(environ):
                    return self._serve(environ, start_response)
            except JournalError as error:
                message = f"Refused, and nothing was changed: {error}"
                return failures.respond(environ, start_response, failures.NOT_KEPT, message)

    def _own(self, path: str, environ: dict[str, Any]) -> tuple[HTTPStatus, Mapping[str, Any]]:
        """Answer a request of our own commands and tests."""
        if path == HEALTH_PATH:
            return HTTPStatus.OK, self._health()
        if path == CALLS_PATH:
            return HTTPStatus.OK, self._calls.permissions()
        if path == REQUESTS_PATH:
            return HTTPStatus.OK, {"answered": self._requests.answered()}
        if not path.startswith(lambda_.RELOAD_PREFIX):
            return HTTPStatus.NOT_FOUND, {"message": f"there is nothing at {path}"}
        _read_body(environ)
        return self._reload.answer(environ["REQUEST_METHOD"], path, environ["wsgi.input"].read())

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        operation = failures.operation_of(environ)
        answered: list[tuple[str, list[tuple[str, str]]]] = []

        def answer(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            answered.append((status, headers))

        try:
            body = b"".join(self._moto(environ, answer))
        except NotImplementedError as error:
            message = f"{operation} is not implemented by the embedded AWS ({error})"
            return failures.respond(environ, start_response, failures.NOT_IMPLEMENTED, message)
        except Exception as error:  # noqa: BLE001 - whatever moto raises must not be retried
            return _failed(environ, start_response, error)
        status, headers = as_json(environ, *answered[-1])
        if answered[-1][0].startswith("404") and b"<!doctype html>" in body[:60].lower():
            message = f"{operation} is not implemented by the embedded AWS"
            return failures.respond(environ, start_response, failures.NOT_IMPLEMENTED, message)
        start_response(status, _with_one_request_id(headers))
        return [body]


def _failed(environ: dict[str, Any], start_response: Any, error: Exception) -> Iterable[bytes]:
    """The answer to a request that broke something here; the log has the traceback."""
    operation = failures.operation_of(environ)
    _report.error("%s failed", operation, exc_info=error)
    message = f"{operation} failed in the embedded AWS: {type(error).__name__}: {error}"
    return failures.respond(environ, start_response, failures.FAILED, message)


def _with_one_request_id(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One request id: moto adds one to every answer, also to Lambda's, which has its own."""
    if not any(name == "x-amzn-RequestId" for name, _ in headers):
        return headers
    return [(name, value) for name, value in headers if name != "x-amzn-requestid"]


def _read_body(environ: dict[str, Any]) -> None:
    """Read the whole body first, so that a slow client blocks no one."""
    if "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" not in environ:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    else:  # in chunks, which werkzeug puts together
        body = environ["wsgi.input"].read()
    if environ.get("HTTP_CONTENT_ENCODING") == "gzip" and "HTTP_X_AMZ_TARGET" in environ:
        body = _unpacked(environ, body)
    environ["wsgi.input"] = io.BytesIO(body)


def _unpacked(environ: dict[str, Any], body: bytes) -> bytes:
    """A body that a client has compressed, as those of AWS do with ten kilobytes of metrics."""
    try:
        plain = gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return body
    del environ["HTTP_CONTENT_ENCODING"]
    environ["CONTENT_LENGTH"] = str(len(plain))
    return plain


def _json(start_response: Any, status: HTTPStatus, content: Mapping[str, Any]) -> Iterable[bytes]:
    body = json.dumps(content).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(f"{status} {status.phrase}", headers)
    return [body]
