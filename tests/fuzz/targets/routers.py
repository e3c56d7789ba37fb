"""Events to the router of every service: nothing but an answer below 500 comes back."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from shared.auth.principal import Kind
from shared.logging import make_logger
from shared.routes import Routes
from shared.routes.router import Router
from tests.fuzz.source import Source
from tests.fuzz.target import Target
from tools.build.contracts.documents import document_of
from tools.build.services import routes_of, services_with_routes, setting_names, wired

SERVER_ERROR = 500


class BadAnswerError(Exception):
    """The router answered what no caller's input may lead to."""


class _Context:
    aws_request_id = "lambda-id"


class _Empty:
    """A client of every AWS service, which has nothing."""

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        answers: dict[str, dict[str, Any]] = {
            "query": {"Items": []},
            "batch_get_item": {"Responses": {}},
            "generate_mac": {"Mac": b"a key"},
            "get_parameter": {"Parameter": {"Value": "CRITICAL"}},
        }
        return lambda **_: answers.get(name, {})


class _Clients:
    def client(self, _: str, **__: Any) -> _Empty:
        """The one client."""
        return _Empty()


@cache
def _router(service: str) -> Router:
    settings = dict.fromkeys(setting_names(service), service)
    settings |= {"log_level": "CRITICAL", "tracing": "off"}
    router = wired(service, settings, _Clients())
    if not isinstance(router, Router):
        raise TypeError(f"{service} has no router")
    router._logger = make_logger(service, "CRITICAL")
    return router


@cache
def _names(service: str) -> tuple[str, ...]:
    """Members of bodies, and parameters."""
    text = json.dumps(document_of(service))
    named = json.loads(text)["components"]["schemas"].values()
    members = {name for each in named for name in each.get("properties", {})}
    return tuple(sorted({*members, "limit", "cursor", "status", "category", "ids"}))[:250]


def _routes(service: str) -> Routes:
    routes = routes_of(service)
    if routes is None:
        raise TypeError(f"{service} has no routes")
    return routes


def _event(source: Source, service: str) -> dict[str, Any]:
    route, names = source.pick(_routes(service).all), _names(service)
    scopes = [each.scope for each in _routes(service).all]
    body = source.json(names) if source.byte() % 4 else source.text()
    headers = ("Content-Type", "If-Match", "If-None-Match", "Idempotency-Key", "Audit-Reason")
    return {
        "httpMethod": route.method if source.byte() % 16 else source.text(),
        "resource": route.path if source.byte() % 16 else source.text(),
        "pathParameters": {name: source.text() for name in _parameters(route.path)} or None,
        "queryStringParameters": _texts(source, names),
        "headers": _texts(source, headers) if source.byte() % 2 else None,
        "body": source.pick((body, None)),
        "requestContext": {
            "requestId": "r",
            "authorizer": {
                "subject": "s",
                "client_id": "c",
                "tenant": source.text() or "t",
                "kind": source.pick(list(Kind)).value,
                "scopes": " ".join(scopes),
            },
        },
    }


def _parameters(path: str) -> list[str]:
    """The names in the path: API Gateway has a value for each where the route is this one."""
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _texts(source: Source, names: Any) -> dict[str, str] | None:
    texts: dict[str, str] = {name: source.text() for name in names if source.byte() % 3 == 0}
    return texts or None


def _asked(service: str) -> Callable[[Source], None]:
    def read(source: Source) -> None:
        answer: Mapping[str, Any] = _router(service)(_event(source, service), _Context())
        if not SERVER_ERROR > answer["statusCode"] >= 200:
            raise BadAnswerError(answer["body"])
        answer["body"].encode()

    return read


TARGETS = tuple(Target(f"events-{service}", _asked(service)) for service in services_with_routes())
