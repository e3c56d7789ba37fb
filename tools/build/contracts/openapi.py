"""Generates a service's OpenAPI 3.0 contract from its declared routes."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel

from shared.auth.scopes import METHODS
from shared.problems import CONTENT_TYPE, Problem
from shared.routes import Route, Routes
from shared.versions.etags import IfNoneMatchHeaders
from tools.build.contracts.answered_early import check
from tools.build.contracts.examples import example_of, problem_examples, usual_problem
from tools.build.contracts.schemas import component_schemas, parameters
from tools.command import CommandError

VERSION = "1.0.0"
# The gateway's own refusals, which any request can meet: malformed, unknown, not allowed, too much.
ALWAYS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.TOO_MANY_REQUESTS,
)
BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


def contract(routes: Routes) -> dict[str, Any]:
    """The whole document; CommandError for a path that is not under the service's name."""
    for route in routes.all:
        if route.path != f"/{routes.service}" and not route.path.startswith(f"/{routes.service}/"):
            raise CommandError(
                f"{routes.service} declares {route.path}; "
                f"its paths begin with /{routes.service}. Move the route to its own service."
            )
    check(routes)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": routes.service,
            "version": VERSION,
            "description": f"The contract of {routes.service}. Written by `make contracts`.",
        },
        **_groups(routes),
        "paths": _paths(routes),
        "components": {
            "schemas": component_schemas(_models(routes)),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def _groups(routes: Routes) -> dict[str, Any]:
    """The accesses of people's groups to this service, merged by the gateway's Terraform."""
    for group, accesses in routes.groups.items():
        if unknown := set(accesses) - set(METHODS):
            raise CommandError(
                f"{routes.service} gives the group {group} {min(unknown)}; "
                f"a group has some of {', '.join(METHODS)}."
            )
    declared = {group: list(routes.groups[group]) for group in sorted(routes.groups)}
    return {"x-groups": declared} if declared else {}


def _models(routes: Routes) -> list[type[BaseModel]]:
    used: list[type[BaseModel]] = [Problem]
    for route in routes.all:
        used += [model for model in (route.body, route.answer) if model and model not in used]
    return used


def _paths(routes: Routes) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in sorted(routes.all, key=lambda each: (each.path, each.method)):
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(routes, route)
    return paths


def _operation(routes: Routes, route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation_id,
        "summary": route.summary,
        "tags": [routes.service],
        "security": [{"token": []}],
        "x-required-scope": route.scope,
        "x-throttle-class": route.route_class.value,
        "responses": _responses(routes, route),
    }
    if route.direct:
        operation["x-direct"] = route.direct
    if route.cached:
        operation["x-cache"] = {"seconds": route.cached.seconds, "keys": list(route.cached.keys)}
    declared = parameters(route)
    if declared:
        operation["parameters"] = declared
    if route.body:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": _body(route.body)},
        }
    return operation


def _responses(routes: Routes, route: Route) -> dict[str, Any]:
    successes = {
        str(status.value): _success(status, route) for status in (route.status, *route.also)
    }
    if route.headers and issubclass(route.headers, IfNoneMatchHeaders):
        successes["304"] = {
            **_success(HTTPStatus.NOT_MODIFIED, route),
            "description": "The version that you know is the current one",
        }
    declared = problem_examples(routes, route)
    errors = {*ALWAYS, *declared}
    # Straight to DynamoDB, the gateway itself takes nothing but JSON, even of a GET.
    if route.body or route.direct:
        errors.add(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    return successes | {
        str(status.value): _error(status, route, declared.get(status)) for status in sorted(errors)
    }


def _success(status: HTTPStatus, route: Route) -> dict[str, Any]:
    response: dict[str, Any] = {"description": status.phrase}
    if route.answer_headers and status is not HTTPStatus.NO_CONTENT:
        response["headers"] = {
            name: {"description": purpose, "schema": {"type": "string"}}
            for name, purpose in route.answer_headers.items()
        }
    if route.answer and status not in BODILESS:
        response["content"] = {"application/json": _body(route.answer)}
    return response


def _error(status: HTTPStatus, route: Route, examples: dict[str, Any] | None) -> dict[str, Any]:
    """The response for one status of errors, with a problem for each cause."""
    content: dict[str, Any] = {"schema": _reference(Problem)}
    if examples:
        content["examples"] = {name: {"value": problem} for name, problem in examples.items()}
    else:
        content["example"] = usual_problem(status, route)
    return {"description": status.phrase, "content": {CONTENT_TYPE: content}}


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {"schema": _reference(model), "example": example_of(model)}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
