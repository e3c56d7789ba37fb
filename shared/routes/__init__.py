"""Declarations of routes, from which both the routing and the contract come.

Named tuples, because Python writes and compiles a frozen dataclass anew: 1 % of a start for four.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import BaseModel

from shared.auth.principal import Principal
from shared.versions import PreconditionFailedError, PreconditionRequiredError


class RouteClass(StrEnum):
    """The cost of a route to us, and so its rate limit."""

    READ = "read"
    WRITE = "write"


class Request[Body](NamedTuple):
    """A request that fits its route's declaration."""

    principal: Principal
    path: Mapping[str, str]
    query: Any
    headers: Any
    body: Body
    request_id: str
    correlation_id: str = ""


class Response(NamedTuple):
    """A route's response; `headers` beside Content-Type."""

    status: HTTPStatus
    body: BaseModel | None = None
    headers: Mapping[str, str] = MappingProxyType({})


Handler = Callable[[Request[Any], Any], Response]


class Cached(NamedTuple):
    """How long the gateway may answer in place of the function, and its cache keys.

    `keys` are parts of the request: `path.productId`, `querystring.page`,
    `header.If-None-Match`.
    """

    seconds: int
    keys: tuple[str, ...]


class Route(NamedTuple):
    """One operation of a service's contract.

    `also` are further success statuses; `answer_headers` describe the response headers.
    `direct` names the mapping templates with which API Gateway answers instead of the function
    (`services/<service>/<direct>.{request,response}.vtl`); the handler gives the same answer.
    """

    method: str
    path: str
    handler: Handler
    scope: str
    route_class: RouteClass
    answer: type[BaseModel] | None
    status: HTTPStatus
    also: tuple[HTTPStatus, ...]
    answer_headers: Mapping[str, str]
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    headers: type[BaseModel] | None
    errors: tuple[HTTPStatus | type[Exception], ...]
    cached: Cached | None
    direct: str | None

    @property
    def operation_id(self) -> str:
        """The handler's name: unique within the service."""
        return self.handler.__name__

    @property
    def summary(self) -> str:
        """The first line of the handler's docstring."""
        return (self.handler.__doc__ or "").strip().splitlines()[0]


class Routes:
    """The routes of one service, and the status of each of its errors.

    `groups` are people's groups and the service's scopes that they have: `{"staff": ["admin"]}`.
    People have no scopes of their own.
    """

    def __init__(self, service: str, groups: Mapping[str, Sequence[str]] | None = None) -> None:
        self.service = service
        self.groups = groups or {}
        self.all: list[Route] = []
        self.problems: dict[type[Exception], tuple[HTTPStatus, dict[str, str]]] = {
            PreconditionFailedError: (HTTPStatus.PRECONDITION_FAILED, {}),
            PreconditionRequiredError: (HTTPStatus.PRECONDITION_REQUIRED, {}),
        }
        self.examples: dict[type[Exception], Exception] = {}

    def get(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that only reads."""
        return self._declare("GET", path, RouteClass.READ, "read", declared)

    def post(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that creates or changes a resource."""
        return self._declare("POST", path, RouteClass.WRITE, "write", declared)

    def put(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that replaces a resource."""
        return self._declare("PUT", path, RouteClass.WRITE, "write", declared)

    def delete(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that removes a resource."""
        return self._declare("DELETE", path, RouteClass.WRITE, "write", declared)

    def problem(
        self,
        error: type[Exception],
        status: HTTPStatus,
        headers: dict[str, str] | None = None,
        example: Exception | None = None,
    ) -> None:
        """Answer the error with this status, and with its message for the caller.

        The contract shows the example; an error without arguments needs none.
        """
        self.problems[error] = (status, headers or {})
        if example:
            self.examples[error] = example

    def _declare(
        self, method: str, path: str, route_class: RouteClass, access: str, declared: dict[str, Any]
    ) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            self.all.append(
                Route(
                    method=method,
                    path=path,
                    handler=handler,
                    scope=declared.get("scope", f"{self.service}/{access}"),
                    route_class=declared.get("route_class", route_class),
                    answer=declared.get("answer"),
                    status=declared.get("status", HTTPStatus.OK),
                    also=tuple(declared.get("also", ())),
                    answer_headers=declared.get("answer_headers", {}),
                    body=declared.get("body"),
                    query=declared.get("query"),
                    headers=declared.get("headers"),
                    errors=tuple(declared.get("errors", ())),
                    cached=declared.get("cached"),
                    direct=declared.get("direct"),
                )
            )
            return handler

        return declare
