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
    """What a route costs us, and so how often it may be called."""

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
    """What a route answers; `headers` beside Content-Type."""

    status: HTTPStatus
    body: BaseModel | None = None
    headers: Mapping[str, str] = MappingProxyType({})


Handler = Callable[[Request[Any], Any], Response]


class Cached(NamedTuple):
    """How long the gateway may answer for the function, and what tells its entries apart.

    `keys` are places in the request: `path.productId`, `querystring.page`, `header.If-None-Match`.
    """

    seconds: int
    keys: tuple[str, ...]


class Route(NamedTuple):
    """One operation of a service's contract.

    `also` are other statuses of success; `answer_headers` say what those worth knowing are for.
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
        """The handler's promise."""
        return (self.handler.__doc__ or "").strip().splitlines()[0]


class Routes:
    """The routes of one service, and which error answers with which status.

    `groups` are groups of people and which of the service's scopes they carry:
    `{"staff": ["admin"]}`. People have no scopes of their own.
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
        """A route that changes something."""
        return self._declare("POST", path, RouteClass.WRITE, "write", declared)

    def put(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that replaces something."""
        return self._declare("PUT", path, RouteClass.WRITE, "write", declared)

    def delete(self, path: str, **declared: Any) -> Callable[[Handler], Handler]:
        """A route that takes something away."""
        return self._declare("DELETE", path, RouteClass.WRITE, "write", declared)

    def problem(
        self,
        error: type[Exception],
        status: HTTPStatus,
        headers: dict[str, str] | None = None,
        example: Exception | None = None,
    ) -> None:
        """Answer the error with this status; its message is told to the caller.

        The contract shows the example; an error that takes no arguments needs none.
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
