"""The requests of a smoke test, which versions of any age understand, and what fails of answers."""

from typing import Any

import pytest

from shared import smoke

UNAUTHORIZED = {"errorMessage": "Unauthorized"}


def test_the_first_request_is_one_for_services_and_for_the_authorizer() -> None:
    assert smoke.event() == {
        "type": "TOKEN",
        "authorizationToken": "",
        "methodArn": "arn:aws:execute-api:::/v1/GET/",
        "httpMethod": "GET",
        "resource": "/is-it-alive",
        "path": "/is-it-alive",
        "headers": {},
        "requestContext": {"requestId": "smoke-test"},
    }


def test_a_read_is_asked_by_somebody_who_owns_nothing() -> None:
    [read] = smoke.more({"reads": ["/orders/{orderId}/items/{itemId}"]})

    assert read == {
        "httpMethod": "GET",
        "resource": "/orders/{orderId}/items/{itemId}",
        "path": "/orders/{orderId}/items/{itemId}",
        "pathParameters": {"orderId": "smoke-test", "itemId": "smoke-test"},
        "headers": {},
        "requestContext": {
            "requestId": "smoke-test",
            "authorizer": {
                "subject": "smoke-test",
                "client_id": "smoke-test",
                "tenant": "smoke-test",
                "kind": "machine",
                "scopes": "orders/admin",
            },
        },
    }


def test_the_authorizer_is_asked_with_a_token_that_nobody_signed() -> None:
    assert smoke.more(UNAUTHORIZED) == [
        {
            "type": "REQUEST",
            "methodArn": "arn:aws:execute-api:::/v1/GET/",
            "resource": "/is-it-alive",
            "multiValueHeaders": {"Authorization": ["Bearer smoke.test.token"]},
        }
    ]


@pytest.mark.parametrize("payload", [None, "text", [], {}, {"statusCode": 404}])
def test_an_answer_that_names_no_reads_leads_to_no_more_requests(payload: Any) -> None:
    assert smoke.more(payload) == []


def test_a_service_with_many_reads_is_asked_for_twenty() -> None:
    reads = [f"/orders/{number}" for number in range(21)]

    assert [each["resource"] for each in smoke.more({"reads": reads})] == reads[:20]


@pytest.mark.parametrize("status", [200, 404, 499, 501, 503, 504, "500", None])
def test_an_answer_that_a_service_means_is_none_of_its_failures(status: Any) -> None:
    assert smoke.failure({"statusCode": status}, None) is None


@pytest.mark.parametrize("status", [500, 502, 505, 599])
def test_an_answer_that_no_service_means_is_a_failure(status: int) -> None:
    assert smoke.failure({"statusCode": status}, None) == f"it answers {status}"


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ({"errorType": "KeyError", "errorMessage": "x", "statusCode": 500}, "KeyError: x"),
        ({"errorType": "Unauthorized"}, "Unauthorized: None"),
        ("text", "None: None"),
        (UNAUTHORIZED, None),
    ],
)
def test_an_error_is_told_by_kind_and_message(payload: Any, why: str | None) -> None:
    assert smoke.failure(payload, "Unhandled") == why
