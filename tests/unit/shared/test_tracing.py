"""Traces as the X-Ray daemon receives them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.session import get_session
from moto import mock_aws

from shared.tracing import HEADER, Tracer, sampled, tracing

ROOT, PARENT = "1-67430000-0123456789abcdef01234567", "53995c3f42cd8ad8"
SAMPLED = f"Root={ROOT};Parent={PARENT};Sampled=1;Lineage=1:abc:0"


class Daemon:
    """Stores the datagrams that it receives."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(each.removeprefix(HEADER)) for each in self.sent]


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch) -> Daemon:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", SAMPLED)
    return Daemon()


@pytest.fixture
def aws() -> Iterator[None]:
    with mock_aws():
        yield


def answering(status: int) -> Any:
    return lambda event, context: {"statusCode": status}  # noqa: ARG005


def failing(event: object, context: object) -> None:
    raise ZeroDivisionError(event, context)


def test_a_sampled_request_is_a_part_of_its_trace(daemon: Daemon) -> None:
    clock = iter([10.0, 12.5])
    handle = Tracer("parcels", daemon.sent.append, lambda: next(clock)).traced(answering(201))

    assert handle({}, None) == {"statusCode": 201}

    [document] = daemon.documents()
    assert (document["trace_id"], document["parent_id"]) == (ROOT, PARENT)
    assert (document["name"], document["type"]) == ("parcels", "subsegment")
    assert (document["start_time"], document["end_time"]) == (10.0, 12.5)
    assert document["http"] == {"response": {"status": 201}}
    assert len(document["id"]) == 16


@pytest.mark.parametrize(
    ("status", "marks"), [(200, set()), (404, {"error"}), (429, {"error", "throttle"})]
)
def test_a_refusal_is_marked_as_one(daemon: Daemon, status: int, marks: set[str]) -> None:
    Tracer("parcels", daemon.sent.append).traced(answering(status))({}, None)

    [document] = daemon.documents()
    assert {name for name in ("error", "fault", "throttle") if document[name]} == marks


def test_a_failure_is_a_fault_and_goes_on_failing(daemon: Daemon) -> None:
    with pytest.raises(ZeroDivisionError):
        Tracer("parcels", daemon.sent.append).traced(failing)({}, None)

    [document] = daemon.documents()
    assert document["fault"]


@pytest.mark.parametrize(
    "header", ["", "Root=1-2-3", f"Root={ROOT};Parent={PARENT};Sampled=0", "Sampled=1", ";;=="]
)
def test_nothing_else_is_sent(monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", header)
    daemon = Daemon()

    Tracer("parcels", daemon.sent.append).traced(answering(200))({}, None)

    assert (sampled(header), daemon.sent) == (None, [])


@pytest.mark.usefixtures("aws")
def test_aws_calls_are_inside_their_request(daemon: Daemon) -> None:
    session = get_session()
    session.set_credentials("key", "secret")
    tracer = Tracer("parcels", daemon.sent.append)
    tracer.watch(session.register)
    client: Any = session.create_client("dynamodb", "eu-central-1")

    def handler(event: object, context: object) -> dict[str, int]:
        del event, context
        client.list_tables()
        with pytest.raises(client.exceptions.ResourceNotFoundException):
            client.get_item(TableName="parcels", Key={"pk": {"S": "a"}})
        return {"statusCode": 404}

    client.list_tables()  # outside a request: in no trace
    tracer.traced(handler)({}, None)

    [document] = daemon.documents()
    listed, read = document["subsegments"]
    assert (listed["name"], listed["namespace"]) == ("DynamoDB", "aws")
    assert (listed["aws"], read["aws"]) == ({"operation": "ListTables"}, {"operation": "GetItem"})
    assert (listed["error"], read["error"]) == (False, True)


def test_tracing_that_is_off_leaves_the_handler_alone() -> None:
    handler = answering(200)

    assert tracing("off", "parcels")(handler) is handler
