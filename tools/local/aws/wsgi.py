"""The embedded AWS over HTTP: moto's services, the token endpoint, and a health check."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from moto.server import DomainDispatcherApplication, create_backend_app

from tools.local.aws import failures
from tools.local.aws.changes import changing
from tools.local.aws.token_endpoint import PATH as TOKEN_PATH
from tools.local.aws.token_endpoint import token_response

HEALTH_PATH = "/_local/health"
INVOCATIONS = "/invocations"
_report = logging.getLogger(__name__)


class EmbeddedAws:
    """A WSGI application; each request may change moto's state."""

    def __init__(self, health: Callable[[], Mapping[str, Any]]) -> None:
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._health = health

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request; a failure of ours is told at once and by name."""
        path = environ.get("PATH_INFO", "")
        if path == HEALTH_PATH:
            return _json(start_response, self._health())
        if path == TOKEN_PATH:
            return token_response(environ, start_response)
        if path.endswith(INVOCATIONS):  # changes nothing itself, and waits for calls that do
            return self._serve(environ, start_response)
        with changing(worth_saving=not failures.only_reads(environ)):
            return self._serve(environ, start_response)

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
            _report.exception("%s failed", operation)
            message = f"{operation} failed in the embedded AWS: {type(error).__name__}: {error}"
            return failures.respond(environ, start_response, failures.FAILED, message)
        status, headers = answered[-1]
        if status.startswith("404") and b"<!doctype html>" in body[:60].lower():
            message = f"{operation} is not implemented by the embedded AWS"
            return failures.respond(environ, start_response, failures.NOT_IMPLEMENTED, message)
        start_response(status, headers)
        return [body]


def _json(start_response: Any, content: Mapping[str, Any]) -> Iterable[bytes]:
    body = json.dumps(content).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
