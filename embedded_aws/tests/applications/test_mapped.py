"""Direct integrations with a table and a queue, validation of requests, CORS by mock."""

from typing import Any

import pytest

from embedded_aws.tests.applications.conftest import Deployed

pytestmark = pytest.mark.slow


def received(deployed: Deployed) -> list[str]:
    sqs = deployed.client("sqs")
    url = sqs.get_queue_url(QueueName="direct-work")["QueueUrl"]
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [each["Body"] for each in messages]


def test_a_table_and_a_queue_are_reached_without_a_function(first: Deployed) -> None:
    written = first.ask("direct", "POST", "/notes", body={"id": "n1", "text": "hello"})
    read = first.ask("direct", path="/notes/n1")
    absent = first.ask("direct", path="/notes/n2")
    sent = first.ask("direct", "POST", "/work", body={"job": 1})

    assert (written.status_code, written.json()) == (200, {"state": "first"})
    assert read.json() == {"id": "n1", "text": "hello"}
    assert (absent.status_code, absent.json()) == (404, {"message": "no such note"})
    assert (sent.json(), received(first)) == ({"sent": "first"}, ['{"job":1}'])


def test_a_body_of_another_type_is_refused(first: Deployed) -> None:
    answer = first.ask("direct", "POST", "/notes", headers={"Content-Type": "text/plain"})

    assert answer.status_code == 415


def test_changed_mappings_answer_anew(second: Deployed) -> None:
    written = second.ask("direct", "POST", "/notes", body={"id": "n3", "text": "again"})
    sent = second.ask("direct", "POST", "/work", body={"job": 2})

    assert written.json() == {"state": "changed"}
    assert second.ask("direct", path="/notes/n3").json() == {"id": "n3", "text": "again"}
    assert sent.json() == {"sent": "changed"}


def order(deployed: Deployed, query: str = "", **body: Any) -> tuple[int, Any]:
    answer = deployed.ask("validation", "POST", f"/orders{query}", body=body)
    return answer.status_code, answer.json()


INVALID = (400, {"message": "Invalid request body"})


def test_a_body_is_held_against_its_model(first: Deployed) -> None:
    assert order(first, name="cup") == (200, {"taken": True})
    assert order(first, name=7) == INVALID
    assert order(first) == INVALID


def test_a_changed_model_and_validator_ask_for_more(second: Deployed) -> None:
    missing = (400, {"message": "Missing required request parameters: [dry]"})

    assert order(second, "?dry=1", name="cup", count=2) == (200, {"taken": True})
    assert order(second, "?dry=1", name="cup") == INVALID
    assert order(second, name="cup", count=2) == missing


def test_a_preflight_is_answered_by_the_gateway(first: Deployed) -> None:
    answer = first.ask("cors", "OPTIONS", "/products", headers={"Content-Type": "application/json"})
    refused = first.ask("cors", "GET", "/products")

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET,OPTIONS"
    assert refused.status_code == 403
    assert refused.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"


def test_a_changed_preflight_is_answered_anew(second: Deployed) -> None:
    answer = second.ask(
        "cors", "OPTIONS", "/products", headers={"Content-Type": "application/json"}
    )
    refused = second.ask("cors", "GET", "/products")

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "https://new.example.com"
    assert refused.headers["Access-Control-Allow-Origin"] == "https://new.example.com"
