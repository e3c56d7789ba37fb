"""The log lines of a request: which there are, and what they say."""

import json
from contextlib import suppress
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest

from shared.logging.level import LogLevel
from shared.routes import Response, Routes
from shared.routes.router import Router
from tests.unit.shared.routes.test_router import Context, GoneError, event, new_logger, router


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_request_is_one_line_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    answering = router()
    headers = {"X-Correlation-Id": "c1"}

    answering(event("GET", "/things", headers=headers), Context())
    answering(event("DELETE", "/things"), Context())

    first, second = lines(capsys)
    expected = {
        "level": "INFO",
        "message": "request",
        "method": "GET",
        "route": "/things",
        "status": 200,
        "client_id": "c",
        "tenant": "acme",
        "cold_start": True,
        "request_id": "request-id",
        "correlation_id": "c1",
        "function_request_id": "lambda-id",
    }
    assert {name: first[name] for name in expected} == expected
    assert 0 <= first["duration_ms"] < 60_000
    assert (second["status"], second["cold_start"]) == (404, False)
    assert second["correlation_id"] == "request-id"


def test_a_line_has_the_milliseconds_that_the_request_took(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([1.0, 1.0123456])
    clock = SimpleNamespace(perf_counter=lambda: next(moments))
    monkeypatch.setattr("shared.routes.router.time", clock)

    router()(event("GET", "/things"), Context())

    [line] = lines(capsys)
    assert line["duration_ms"] == 12.35


def test_a_request_of_nobody_is_logged_too(capsys: pytest.CaptureFixture[str]) -> None:
    router()({"requestContext": None}, Context())

    [line] = lines(capsys)
    assert (line["status"], line["request_id"]) == (404, "lambda-id")
    assert not {"method", "route", "tenant", "client_id"} & line.keys()


@pytest.mark.parametrize(("thing", "status"), [("broken", 500), ("closed", 503)])
def test_a_failure_is_logged_where_requests_are_not(
    capsys: pytest.CaptureFixture[str], thing: str, status: int
) -> None:
    failing = router("WARNING")

    with suppress(ZeroDivisionError):
        failing(event("GET", "/things/{id}", pathParameters={"id": thing}), Context())
    failing(event("GET", "/things"), Context())

    *_, line = lines(capsys)
    assert (line["level"], line["message"], line["status"]) == ("WARNING", "request", status)


def test_a_request_in_detail_shows_its_shape_and_none_of_its_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    request_event = event(
        "POST",
        "/things",
        queryStringParameters={"secret": "hidden", "other": "hidden"},
        body='{"size": 3}',
    )

    router("DEBUG")(request_event, Context())
    router("DEBUG")({}, Context())

    full, _, empty, _ = lines(capsys)
    assert (full["level"], full["message"]) == ("DEBUG", "asked")
    assert (full["header_count"], full["query_count"], full["body_length"]) == (2, 2, 11)
    assert "hidden" not in str(full)
    assert (empty["header_count"], empty["query_count"], empty["body_length"]) == (0, 0, 0)


def test_the_level_is_looked_at_before_each_request(capsys: pytest.CaptureFixture[str]) -> None:
    now = iter([0.0, 60.0, 60.0])
    level = LogLevel("INFO", lambda: "ERROR", lambda: next(now))

    router("INFO", level)(event("GET", "/things"), Context())

    assert lines(capsys) == []


@pytest.mark.parametrize(
    ("status", "messages"),
    [
        (HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED, ["not answered", "request"]),
        (HTTPStatus.INTERNAL_SERVER_ERROR, ["not answered", "request"]),
        (HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS, ["request"]),
    ],
)
def test_a_declared_error_is_told_with_its_cause_where_it_is_ours(
    capsys: pytest.CaptureFixture[str], status: HTTPStatus, messages: list[str]
) -> None:
    declared = Routes("things")
    declared.problem(GoneError, status)

    @declared.get("/things")
    def fail(*_: object) -> Response:
        """Fail."""
        raise GoneError

    Router(declared, None, new_logger())(event("GET", "/things"), Context())

    assert [line["message"] for line in lines(capsys)] == messages
