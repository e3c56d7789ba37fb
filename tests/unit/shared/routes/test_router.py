"""Routing from an event to a handler and back."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from shared.auth.principal import Kind, Principal
from shared.logging import Logger, make_logger
from shared.routes import Request, Response, Routes
from shared.routes.router import Router


class Thing(BaseModel):
    size: int = Field(ge=1)


class Filter(BaseModel):
    limit: int = Field(default=10, le=100)


class Needed(BaseModel):
    key: str = Field(alias="Idempotency-Key", min_length=1)


class GoneError(Exception):
    pass


class ClosedError(Exception):
    pass


class Strict(Thing):
    model_config = ConfigDict(extra="forbid")


@dataclass
class Context:
    aws_request_id: str = "lambda-id"


routes = Routes("things")
routes.problem(GoneError, HTTPStatus.GONE, {"Retry-After": "9"})
routes.problem(ClosedError, HTTPStatus.SERVICE_UNAVAILABLE)


@routes.post("/things", body=Thing, headers=Needed, answer=Thing, status=HTTPStatus.CREATED)
def make(request: Request[Thing], service: str) -> Response:
    """Make a thing."""
    return Response(
        HTTPStatus.CREATED, request.body, {"Location": f"{service}/{request.headers.key}"}
    )


@routes.get("/things", query=Filter, answer=Thing)
def find(request: Request[None], service: str) -> Response:
    """Find things."""
    del service
    return Response(HTTPStatus.OK, Thing(size=request.query.limit))


@routes.get("/things/{id}", answer=Thing)
def fail(request: Request[None], service: str) -> Response:
    """Fail as told."""
    del service
    if request.path["id"] == "closed":
        raise ClosedError from ValueError("because of this")
    raise {"gone": GoneError, "broken": ZeroDivisionError}[request.path["id"]]("it is so")


@routes.get("/things/{id}/correlation", answer=Thing)
def correlate(request: Request[None], service: str) -> Response:
    """Say how the request is correlated."""
    del service
    raise GoneError(request.correlation_id)


@routes.post("/things/strict", body=Strict, answer=Thing)
def make_strictly(request: Request[Strict], service: str) -> Response:
    """Make a thing, and nothing else."""
    del service
    return Response(HTTPStatus.OK, request.body)


NUMBERS = count()
CALLER = Principal("c", "c", "acme", Kind.MACHINE, frozenset({"things/read", "things/write"}))


def new_logger(level: str = "INFO") -> Logger:
    """A logger of its own, which writes where this test looks."""
    return make_logger(f"things-{next(NUMBERS)}", level)


def router(level: str = "INFO", *more: Any) -> Router:
    """A router of the routes above that has answered nothing yet."""
    return Router(routes, "somewhere", new_logger(level), *more)


def event(method: str, resource: str, **changed: Any) -> dict[str, Any]:
    return {
        "httpMethod": method,
        "resource": resource,
        "headers": {"Content-Type": "application/json", "idempotency-key": "k1"},
        "pathParameters": None,
        "queryStringParameters": None,
        "body": None,
        "requestContext": {"requestId": "request-id", "authorizer": CALLER.context()},
    } | changed


def answer(method: str, resource: str, **changed: Any) -> tuple[int, dict[str, Any]]:
    answered = router()(event(method, resource, **changed), Context())
    return answered["statusCode"], json.loads(answered["body"])


def test_a_fitting_request_reaches_its_handler() -> None:
    answered = router()(event("POST", "/things", body='{"size": 3}'), Context())

    assert (answered["statusCode"], json.loads(answered["body"])) == (201, {"size": 3})
    assert answered["headers"]["Location"] == "somewhere/k1"
    assert answered["headers"]["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("query", "status"), [({}, 200), ({"limit": "1000"}, 400)])
def test_browsers_may_read_the_headers_of_every_answer(query: dict[str, str], status: int) -> None:
    answered = router()(event("GET", "/things", queryStringParameters=query), Context())

    exposed = answered["headers"]["Access-Control-Expose-Headers"].split(",")
    assert answered["statusCode"] == status
    assert {"ETag", "Location", "Retry-After"} <= set(exposed)


def named(sent: str) -> tuple[int, str]:
    """Status and body of a request for a thing whose name was sent so."""
    echo = Routes("things")

    @echo.get("/things/{name}", answer=Thing)
    def read(request: Request[None], service: object) -> Response:
        """Read one."""
        del service
        return Response(HTTPStatus.OK, None, {"X-Name": request.path["name"]})

    echoing = Router(echo, None, new_logger("CRITICAL"))
    answered = echoing(event("GET", "/things/{name}", pathParameters={"name": sent}), Context())
    return answered["statusCode"], answered["headers"].get("X-Name", "")


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("prd_1", "prd_1"),
        ("prd%5F1", "prd_1"),
        ("test%2Balias", "test+alias"),
        ("a+b", "a+b"),
        ("%C3%A9", "é"),
        ("a%2Fb", "a/b"),
        ("100%", "100%"),
        ("%zz", "%zz"),
        ("%255F", "%5F"),
    ],
)
def test_parameters_of_the_path_are_decoded_once(sent: str, name: str) -> None:
    assert named(sent) == (200, name)


@pytest.mark.parametrize("sent", ["%FF", "a%C3", "%ED%A0%80"])
def test_a_path_that_is_no_text_is_refused(sent: str) -> None:
    assert named(sent) == (400, "")


def test_query_parameters_are_parsed_and_have_defaults() -> None:
    assert answer("GET", "/things") == (200, {"size": 10})
    assert answer("GET", "/things", queryStringParameters={"limit": "7"}) == (200, {"size": 7})


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"body": '{"size": 0}'}, 400, "size"),
        ({"body": "{}"}, 400, "size"),
        ({"body": "{"}, 400, "body"),
        ({"body": None}, 400, "body"),
        ({"body": '{"size": 1}', "headers": {}}, 400, "Idempotency-Key"),
    ],
)
def test_what_does_not_fit_is_named_by_its_field(
    changed: dict[str, Any], status: int, field: str
) -> None:
    answered, problem = answer("POST", "/things", **changed)

    assert answered == status
    assert problem["errors"][0]["field"] == field
    assert problem["requestId"] == "request-id"


def test_a_query_that_does_not_fit_is_named() -> None:
    status, problem = answer("GET", "/things", queryStringParameters={"limit": "1000"})

    assert (status, problem["errors"][0]["field"]) == (400, "limit")


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", ""])
def test_other_content_is_refused(content_type: str) -> None:
    headers = {"Content-Type": content_type, "Idempotency-Key": "k"}

    assert answer("POST", "/things", headers=headers, body="{}")[0] == 415


@pytest.mark.parametrize(
    "strange",
    [
        event("GET", "/elsewhere"),
        event("DELETE", "/things"),
        {"requestContext": {"requestId": "r"}},
        {},
    ],
)
def test_an_event_for_no_route_is_answered_well(strange: dict[str, Any]) -> None:
    answered = router()(strange, Context())

    assert answered["statusCode"] == 404
    assert answered["headers"]["Content-Type"] == "application/problem+json"


def test_a_caller_without_the_scope_is_refused() -> None:
    context = CALLER.context() | {"scopes": "things/read"}
    changed = {"requestId": "r", "authorizer": context}

    assert answer("POST", "/things", body='{"size": 1}', requestContext=changed)[0] == 403


def test_a_declared_error_has_its_status_headers_and_message() -> None:
    answered = router()(event("GET", "/things/{id}", pathParameters={"id": "gone"}), Context())

    assert (answered["statusCode"], answered["headers"]["Retry-After"]) == (410, "9")
    problem = json.loads(answered["body"])
    assert (problem["detail"], problem["requestId"]) == ("it is so", "request-id")


def test_an_undeclared_error_fails_loudly() -> None:
    with pytest.raises(ZeroDivisionError):
        router()(event("GET", "/things/{id}", pathParameters={"id": "broken"}), Context())


def test_of_many_faults_some_are_told() -> None:
    faults = {str(number): 1 for number in range(10_000)}

    status, problem = answer("POST", "/things/strict", body=json.dumps({"size": 1} | faults))

    assert (status, len(problem["errors"])) == (400, 20)


def correlated(given: str) -> str:
    headers = {"X-Correlation-Id": given}
    answered = router()(event("GET", "/things/{id}/correlation", headers=headers), Context())
    return str(json.loads(answered["body"])["detail"])


@pytest.mark.parametrize("given", ["c1", "Root=1-67-ab", "a" * 128])
def test_a_request_is_told_apart_by_the_id_that_its_caller_gave(given: str) -> None:
    assert correlated(given) == given


@pytest.mark.parametrize("given", ["", "a" * 129, "a b", "ü", "💥", "a\r\nX: y", "ada@example.org"])
def test_what_is_no_id_is_not_taken_for_one(given: str) -> None:
    assert correlated(given) == "request-id"


def test_a_failure_of_ours_is_logged_with_its_cause(capsys: pytest.CaptureFixture[str]) -> None:
    failing = router()

    answered = failing(event("GET", "/things/{id}", pathParameters={"id": "closed"}), Context())

    warned, _ = map(json.loads, capsys.readouterr().out.splitlines())
    assert answered["statusCode"] == 503
    assert (warned["level"], warned["message"]) == ("WARNING", "not answered")
    assert warned["request_id"] == "request-id"
    assert "because of this" in warned["exception"]
