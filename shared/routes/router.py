"""Routing: from a Lambda proxy event to a route's handler, and back to a response."""

import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel, ValidationError

from shared.auth.principal import principal_of
from shared.logging import Logger
from shared.logging.level import LogLevel
from shared.problems import CONTENT_TYPE, ProblemError, invalid, problem_body
from shared.routes import Request, Response, Route, Routes
from shared.routes.cors import CORS_HEADERS
from shared.smoke import PATH, READS

CORRELATION_HEADER = "x-correlation-id"
# It is logged, and sent on to other services: what does not look like an id is not taken for one.
CORRELATION_ID = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
COMMON_HEADERS = {**CORS_HEADERS, "Cache-Control": "no-store"}

Event = Mapping[str, Any]
Answer = dict[str, Any]


class Router:
    """Calls the handler of the event's route, with the service's dependencies."""

    def __init__(
        self, routes: Routes, service: Any, logger: Logger, level: LogLevel | None = None
    ) -> None:
        self._routes = {(route.method, route.path): route for route in routes.all}
        self._problems = routes.problems
        self._service = service
        self._logger = logger
        self._level = level
        self._cold = True

    def __call__(self, event: Event, context: Any) -> Answer:
        """Answer one event; an error that no route declares propagates and fails the invocation."""
        began = time.perf_counter()
        request_id = (event.get("requestContext") or {}).get("requestId") or context.aws_request_id
        headers = _lower(event.get("headers") or {})
        correlation_id = _correlation_id(headers, request_id)
        self._logger.append_keys(
            request_id=request_id,
            correlation_id=correlation_id,
            function_request_id=context.aws_request_id,
        )
        if self._level:
            self._level.apply(self._logger)
        if self._logger.log_level <= logging.DEBUG:
            self._logger.debug("asked", extra=_shape(event, headers))
        try:
            answer = self._answer(event, headers, request_id, correlation_id)
            if event.get("resource") == PATH:  # never asked by the gateway, which has no such route
                answer[READS] = [path for method, path in self._routes if method == "GET"]
        except Exception:
            self._log(event, 500, began)
            raise
        self._log(event, answer["statusCode"], began)
        return answer

    def _answer(
        self, event: Event, received: Mapping[str, str], request_id: str, correlation_id: str
    ) -> Answer:
        try:
            route = self._routes.get((event.get("httpMethod", ""), event.get("resource", "")))
            if route is None:
                raise ProblemError(HTTPStatus.NOT_FOUND, "There is no such route.")
            request = _request(route, event, received, request_id, correlation_id)
            return _success(route.handler(request, self._service))
        except ProblemError as error:
            return _failure(error, request_id)
        except tuple(self._problems) as error:
            status, headers = self._problems[type(error)]
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                self._logger.warning("not answered", exc_info=True)
            return _failure(ProblemError(status, str(error), headers), request_id)

    def _log(self, event: Event, status: int, began: float) -> None:
        """Log one line per request; a failed one is logged where others are left out."""
        context = (event.get("requestContext") or {}).get("authorizer") or {}
        failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        write = self._logger.warning if failed else self._logger.info
        write(
            "request",
            extra={
                "method": event.get("httpMethod"),
                "route": event.get("resource"),
                "status": status,
                "duration_ms": round((time.perf_counter() - began) * 1000, 2),
                "client_id": context.get("client_id"),
                "tenant": context.get("tenant"),
                "cold_start": self._cold,
            },
        )
        self._cold = False


def _shape(event: Event, headers: Mapping[str, str]) -> dict[str, Any]:
    """The event's structure without the caller's values."""
    return {
        "header_count": len(headers),
        "query_count": len(event.get("queryStringParameters") or {}),
        "body_length": len(event.get("body") or ""),
    }


def _request(
    route: Route, event: Event, headers: Mapping[str, str], request_id: str, correlation_id: str
) -> Request[Any]:
    principal = principal_of(event)
    principal.require(route.scope)
    return Request(
        principal=principal,
        path=_decoded(event.get("pathParameters") or {}),
        query=_parsed(route.query, event.get("queryStringParameters") or {}, "query"),
        headers=_parsed(route.headers, headers, "header"),
        body=_body(route.body, event, headers),
        request_id=request_id,
        correlation_id=correlation_id,
    )


def _decoded(path: Mapping[str, str]) -> dict[str, str]:
    """Parameters of the path without percent-encoding: API Gateway hands them on as they came.

    Decoded once and never again, so that `%2525` is `%25` and no other name of `%`.
    """
    try:
        return {
            name: unquote(value, errors="strict") if "%" in value else value
            for name, value in path.items()
        }
    except UnicodeDecodeError:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "The path is not UTF-8.") from None


def _parsed(model: type[BaseModel] | None, values: Mapping[str, str], place: str) -> Any:
    if model is None:
        return None
    if place == "header":
        values = {name: values[sent] for sent, name in _names(model) if sent in values}
    return _checked(lambda: model.model_validate(values), place)


@cache
def _names(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The model's header names, each in lower case and as the model has it."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    return tuple((name.lower(), name) for name in names)


def _body(model: type[BaseModel] | None, event: Event, headers: Mapping[str, str]) -> Any:
    if model is None:
        return None
    media_type = headers.get("content-type", "application/json").split(";")[0].strip().lower()
    if media_type != "application/json":
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json.")
    return _checked(lambda: model.model_validate_json(event.get("body") or ""), "body")


def _checked[Parsed](parse: Callable[[], Parsed], place: str) -> Parsed:
    try:
        return parse()
    except ValidationError as error:
        raise invalid(error, place) from error


def _success(response: Response) -> Answer:
    headers = {**COMMON_HEADERS, **response.headers}
    if response.body is None:
        return {"statusCode": response.status.value, "headers": headers, "body": ""}
    body = response.body.model_dump_json(by_alias=True, exclude_none=True)
    headers = {"Content-Type": "application/json", **headers}
    return {"statusCode": response.status.value, "headers": headers, "body": body}


def _failure(error: ProblemError, request_id: str) -> Answer:
    headers = {"Content-Type": CONTENT_TYPE, **COMMON_HEADERS, **error.headers}
    body = json.dumps(problem_body(error, request_id))
    return {"statusCode": error.status.value, "headers": headers, "body": body}


def _correlation_id(headers: Mapping[str, str], request_id: str) -> str:
    given = headers.get(CORRELATION_HEADER, "")
    return given if CORRELATION_ID.fullmatch(given) else request_id


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
