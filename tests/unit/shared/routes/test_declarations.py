"""A route's declaration: the parts that are said, and what holds for the others."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from pydantic import BaseModel

from shared.routes import Cached, Handler, Request, Response, Route, RouteClass, Routes
from shared.versions import PreconditionFailedError, PreconditionRequiredError


class Thing(BaseModel):
    size: int


class GoneError(Exception):
    pass


def read_thing(request: Request[None], service: object) -> Response:
    """Read a thing.

    It may be large.
    """
    raise NotImplementedError(request, service)


type Declare = Callable[..., Callable[[Handler], Handler]]
METHODS: list[tuple[Callable[[Routes], Declare], str, str, RouteClass]] = [
    (lambda routes: routes.get, "GET", "read", RouteClass.READ),
    (lambda routes: routes.post, "POST", "write", RouteClass.WRITE),
    (lambda routes: routes.put, "PUT", "write", RouteClass.WRITE),
    (lambda routes: routes.delete, "DELETE", "write", RouteClass.WRITE),
]


@pytest.mark.parametrize(("declare", "method", "access", "route_class"), METHODS)
def test_a_route_of_which_only_the_path_is_said(
    declare: Callable[[Routes], Declare], method: str, access: str, route_class: RouteClass
) -> None:
    routes = Routes("things")

    assert declare(routes)("/things")(read_thing) is read_thing

    assert routes.all == [
        Route(
            method=method,
            path="/things",
            handler=read_thing,
            scope=f"things/{access}",
            route_class=route_class,
            answer=None,
            status=HTTPStatus.OK,
            also=(),
            answer_headers={},
            body=None,
            query=None,
            headers=None,
            errors=(),
            cached=None,
            direct=None,
        )
    ]


def test_a_route_of_which_everything_is_said() -> None:
    routes = Routes("things")
    said: dict[str, Any] = {
        "scope": "things/admin",
        "route_class": RouteClass.WRITE,
        "answer": Thing,
        "status": HTTPStatus.CREATED,
        "also": (HTTPStatus.NOT_MODIFIED,),
        "answer_headers": {"ETag": "The version"},
        "body": Thing,
        "query": Thing,
        "headers": Thing,
        "errors": (GoneError,),
        "cached": Cached(60, ("path.id",)),
        "direct": "read_thing",
    }

    routes.get("/things/{id}", **said)(read_thing)

    [route] = routes.all
    assert route._asdict() == said | {
        "method": "GET",
        "path": "/things/{id}",
        "handler": read_thing,
    }
    assert (route.operation_id, route.summary) == ("read_thing", "Read a thing.")


def test_a_service_has_its_groups_or_none() -> None:
    assert Routes("things").groups == {}
    assert Routes("things", {"staff": ["admin"]}).groups == {"staff": ["admin"]}


def test_preconditions_have_their_statuses_in_every_service() -> None:
    assert Routes("things").problems == {
        PreconditionFailedError: (HTTPStatus.PRECONDITION_FAILED, {}),
        PreconditionRequiredError: (HTTPStatus.PRECONDITION_REQUIRED, {}),
    }


def test_a_problem_has_a_status_and_may_have_headers_and_an_example() -> None:
    routes, example = Routes("things"), GoneError("thg_1")

    routes.problem(GoneError, HTTPStatus.GONE, {"Retry-After": "9"}, example)
    routes.problem(ValueError, HTTPStatus.BAD_REQUEST)

    assert routes.problems[GoneError] == (HTTPStatus.GONE, {"Retry-After": "9"})
    assert routes.problems[ValueError] == (HTTPStatus.BAD_REQUEST, {})
    assert routes.examples == {GoneError: example}
