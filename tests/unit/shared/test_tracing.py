"""Traces as the X-Ray daemon receives them."""

import json
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.session import get_session
from moto import mock_aws

from shared import aws as shared_aws
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


@pytest.mark.parametrize(
    ("status", "marks"),
    [
        (399, set()),
        (400, {"error"}),
        (428, {"error"}),
        (430, {"error"}),
        (499, {"error"}),
        (500, {"fault"}),
        (599, {"fault"}),
    ],
)
def test_a_fault_is_ours_and_an_error_the_callers(
    daemon: Daemon, status: int, marks: set[str]
) -> None:
    Tracer("parcels", daemon.sent.append).traced(answering(status))({}, None)

    [document] = daemon.documents()
    assert {name for name in ("error", "fault", "throttle") if document[name]} == marks


def test_an_answer_without_a_status_is_good(daemon: Daemon) -> None:
    Tracer("parcels", daemon.sent.append).traced(lambda *_: {"policy": 1})({}, None)

    [document] = daemon.documents()
    assert document["http"] == {"response": {"status": 200}}


def test_a_failure_is_sent_with_its_end(daemon: Daemon) -> None:
    clock = iter([10.0, 12.5])
    with pytest.raises(ZeroDivisionError):
        Tracer("parcels", daemon.sent.append, lambda: next(clock)).traced(failing)({}, None)

    [document] = daemon.documents()
    assert (document["fault"], document["end_time"]) == (True, 12.5)


def calling(daemon: Daemon, *events: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The calls in the document of a request in which botocore told the tracer this."""
    clock = iter(range(100))
    hooks: dict[str, Any] = {}
    tracer = Tracer("parcels", daemon.sent.append, lambda: next(clock))
    tracer.watch(hooks.__setitem__)

    def handler(*_: object) -> dict[str, int]:
        for name, arguments in events:
            hooks[name](**arguments, event_name=name)
        return {"statusCode": 200}

    tracer.traced(handler)({}, None)
    [document] = daemon.documents()
    calls: list[dict[str, Any]] = document["subsegments"]
    return calls


MODEL = SimpleNamespace(name="ListTables", service_model=SimpleNamespace(service_id="DynamoDB"))


def test_a_call_has_name_operation_times_and_outcome(daemon: Daemon) -> None:
    context: dict[str, Any] = {}
    parsed = {"ResponseMetadata": {"HTTPStatusCode": 503}}

    [call] = calling(
        daemon,
        ("before-call", {"model": MODEL, "context": context}),
        ("after-call", {"context": context, "parsed": parsed}),
    )

    assert len(call.pop("id")) == 16
    assert call == {
        "name": "DynamoDB",
        "namespace": "aws",
        "aws": {"operation": "ListTables"},
        "start_time": 1,
        "end_time": 2,
        "http": {"response": {"status": 503}},
        "throttle": False,
        "error": False,
        "fault": True,
    }


def test_a_call_without_a_status_is_good(daemon: Daemon) -> None:
    context: dict[str, Any] = {}

    [call] = calling(
        daemon,
        ("before-call", {"model": MODEL, "context": context}),
        ("after-call", {"context": context, "parsed": {}}),
    )

    assert (call["http"], call["fault"]) == ({"response": {"status": 200}}, False)


def test_a_call_that_breaks_is_a_fault(daemon: Daemon) -> None:
    context: dict[str, Any] = {}

    [call] = calling(
        daemon,
        ("before-call", {"model": MODEL, "context": context}),
        ("after-call-error", {"context": context, "exception": OSError()}),
    )

    assert (call["fault"], call["end_time"]) == (True, 2)


def test_a_call_that_began_before_the_request_is_none_of_its_calls(daemon: Daemon) -> None:
    assert calling(daemon, ("after-call", {"context": {}, "parsed": {}})) == []


def test_a_call_after_the_request_is_none_of_its_calls(daemon: Daemon) -> None:
    hooks: dict[str, Any] = {}
    tracer = Tracer("parcels", daemon.sent.append)
    tracer.watch(hooks.__setitem__)
    tracer.traced(answering(200))({}, None)
    context: dict[str, Any] = {}

    hooks["before-call"](model=MODEL, context=context)

    assert context == {}


@pytest.mark.parametrize(
    "environment",
    [{"_X_AMZN_TRACE_ID": SAMPLED}, {"_X_AMZN_TRACE_ID": "Sampled=0"}, {}],
    ids=["sampled", "not sampled", "no trace"],
)
def test_a_request_reaches_its_handler_whole(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    monkeypatch.setattr("shared.tracing.os.environ", environment)

    def handler(event: object, context: object) -> dict[str, object]:
        return {"event": event, "context": context}

    answer = Tracer("parcels", daemon.sent.append).traced(handler)("asked", "by whom")

    assert answer == {"event": "asked", "context": "by whom"}


def test_a_trace_may_have_any_text_for_an_id() -> None:
    assert sampled("Root=1=2;Parent=3;Sampled=1") == {
        "type": "subsegment",
        "trace_id": "1=2",
        "parent_id": "3",
    }


def test_a_function_that_is_traced_tells_the_daemon_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as beside:
        beside.bind(("127.0.0.1", 0))
        beside.settimeout(5)
        monkeypatch.setenv("AWS_XRAY_DAEMON_ADDRESS", f"127.0.0.1:{beside.getsockname()[1]}")
        monkeypatch.setenv("_X_AMZN_TRACE_ID", SAMPLED)
        watched: dict[str, Any] = {}
        monkeypatch.setattr(shared_aws.session, "register", watched.__setitem__)

        tracing("active", "parcels")(answering(200))({}, None)

        sent = beside.recv(65536)
    assert json.loads(sent.removeprefix(HEADER))["name"] == "parcels"
    assert sent.startswith(HEADER)
    assert set(watched) == {"before-call", "after-call", "after-call-error"}


@pytest.fixture
def unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sampled request beside which no daemon is told of."""
    monkeypatch.delenv("AWS_XRAY_DAEMON_ADDRESS", raising=False)
    monkeypatch.setenv("_X_AMZN_TRACE_ID", SAMPLED)
    monkeypatch.setattr(shared_aws.session, "register", lambda *_: None)


@pytest.mark.usefixtures("unheard")
@pytest.mark.parametrize("service", ["parcels", "longer than a datagram" * 3000])
def test_a_document_that_reaches_nobody_costs_no_request(service: str) -> None:
    handle = tracing("active", service)(answering(200))

    assert [handle({}, None) for _ in range(3)] == [{"statusCode": 200}] * 3


def test_tracing_that_is_off_leaves_the_handler_alone() -> None:
    handler = answering(200)

    assert tracing("off", "parcels")(handler) is handler
