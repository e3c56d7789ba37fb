"""The parts of a request that a handler gets, and of an answer that a caller gets."""

import json
from http import HTTPStatus
from typing import Any

import pytest
from pydantic import BaseModel, Field

from shared import smoke
from shared.routes import Request, Response, Routes
from shared.routes.router import COMMON_HEADERS, Router
from tests.unit.shared.routes.test_router import (
    CALLER,
    Context,
    Filter,
    Needed,
    Thing,
    answer,
    event,
    new_logger,
    router,
)


def test_what_is_no_route_is_said_with_its_status_and_the_requests_id() -> None:
    status, problem = answer("GET", "/elsewhere")

    assert (status, problem) == (
        404,
        {
            "type": "about:blank",
            "title": "Not Found",
            "status": 404,
            "detail": "There is no such route.",
            "requestId": "request-id",
        },
    )


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", " application/json ;x"]
)
def test_json_is_json_however_it_is_named(content_type: str) -> None:
    headers = {"Content-Type": content_type, "Idempotency-Key": "k"}

    assert answer("POST", "/things", headers=headers, body='{"size": 1}')[0] == 201


def test_a_body_without_a_name_for_its_content_is_json() -> None:
    assert answer("POST", "/things", headers={"Idempotency-Key": "k"}, body='{"size": 1}')[0] == 201


@pytest.mark.parametrize(
    ("request_event", "detail"),
    [
        (event("POST", "/things", headers={"Content-Type": "text/plain", "idempotency-key": "k"}),
         "Send application/json."),
        (event("POST", "/things", body="{}"), "The body is not valid."),
        (event("POST", "/things", headers={}), "The header is not valid."),
        (event("GET", "/things", queryStringParameters={"limit": "x"}), "The query is not valid."),
        (event("GET", "/things/{id}", pathParameters={"id": "%FF"}), "The path is not UTF-8."),
    ],
)  # fmt: skip
def test_a_refusal_names_the_place_of_the_fault(request_event: dict[str, Any], detail: str) -> None:
    assert json.loads(router()(request_event, Context())["body"])["detail"] == detail


def test_a_body_that_is_not_there_is_said_to_end_too_soon() -> None:
    _, problem = answer("POST", "/things", body=None)

    assert "EOF" in problem["errors"][0]["detail"]


def test_a_request_reaches_its_handler_with_everything_that_it_has() -> None:
    reached: list[Request[Any]] = []
    echo = Routes("things")

    @echo.post("/things/{id}", body=Thing, query=Filter, headers=Needed, answer=Thing)
    def keep(request: Request[Thing], service: object) -> Response:
        """Keep it."""
        reached.append(request)
        return Response(HTTPStatus.OK, None, {"X-Service": str(service)})

    request_event = event(
        "POST",
        "/things/{id}",
        pathParameters={"id": "1"},
        queryStringParameters={"limit": "5"},
        headers={"Idempotency-Key": "k", "X-Correlation-Id": "c1"},
        body='{"size": 2}',
    )
    answered = Router(echo, "served", new_logger("CRITICAL"))(request_event, Context())

    assert answered == {
        "statusCode": 200,
        "headers": {**COMMON_HEADERS, "X-Service": "served"},
        "body": "",
    }
    [request] = reached
    assert (request.principal, request.path, request.body) == (CALLER, {"id": "1"}, Thing(size=2))
    assert (request.query, request.headers.key) == (Filter(limit=5), "k")
    assert (request.request_id, request.correlation_id) == ("request-id", "c1")


def test_an_answer_says_its_kind_and_is_kept_by_nobody() -> None:
    answered = router()(event("POST", "/things", body='{"size": 3}'), Context())
    refused = router()(event("POST", "/things", body="{}"), Context())

    assert answered["headers"]["Content-Type"] == "application/json"
    assert refused["headers"]["Content-Type"] == "application/problem+json"
    assert answered["headers"]["Cache-Control"] == refused["headers"]["Cache-Control"] == "no-store"


def test_an_answer_has_its_fields_by_their_names_outside_and_none_without_value() -> None:
    class Outside(BaseModel):
        made_at: str = Field(serialization_alias="madeAt")
        note: str | None = None

    said = Routes("things")
    said.get("/things")(lambda *_: Response(HTTPStatus.OK, Outside(made_at="now")))

    answered = Router(said, None, new_logger("CRITICAL"))(event("GET", "/things"), Context())

    assert json.loads(answered["body"]) == {"madeAt": "now"}


def test_who_asks_whether_it_is_alive_is_told_what_only_reads() -> None:
    answered = router()(event("GET", smoke.PATH), Context())

    reads = ["/things", "/things/{id}", "/things/{id}/correlation"]
    assert (answered["statusCode"], answered[smoke.READS]) == (404, reads)
    assert smoke.READS not in router()(event("GET", "/elsewhere"), Context())
