"""The log writer continues when writing to one group fails."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws
from moto.logs.models import logs_backends

from embedded_aws.logs import MotoLogs


class Backend:
    """A CloudWatch Logs with a group that cannot be written."""

    def __init__(self) -> None:
        self.groups = dict.fromkeys(
            ["broken", "whole"],
            type("Group", (), {"streams": {"s": type("Stream", (), {"events": []})}}),
        )
        self.messages: list[str] = []

    def put_log_events(self, group: str, stream: str, events: list[dict[str, Any]]) -> None:
        del stream
        if group == "broken":
            raise RuntimeError("the subscription's destination is gone")
        self.messages += [event["message"] for event in events]


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Backend:
    backend = Backend()
    regions = {"123456789012": {"eu-central-1": backend}}
    monkeypatch.setattr("embedded_aws.logs.logs_backends", regions)
    return backend


@pytest.fixture
def logs(backend: Backend) -> MotoLogs:
    assert backend
    return MotoLogs("123456789012")


def test_one_groups_trouble_silences_no_other(
    logs: MotoLogs, backend: Backend, caplog: pytest.LogCaptureFixture
) -> None:
    logs.write("broken", "s", 1, "lost")
    logs.write("whole", "s", 1, "kept")

    with caplog.at_level(logging.WARNING):
        logs.close()

    assert backend.messages == ["kept"]
    assert "broken" in caplog.text


def test_a_missing_group_is_told_once(logs: MotoLogs, caplog: pytest.LogCaptureFixture) -> None:
    for message in ("one", "two"):
        logs.write("absent", "s", 1, message)
        logs.flush()

    logs.close()

    assert caplog.text.count("no log group absent") == 1


def lines_of(group: str) -> list[str]:
    """The stored lines of the group's one stream."""
    stream = logs_backends["123456789012"]["eu-central-1"].groups[group].streams["s"]
    return [event.message for event in stream.events]


@pytest.fixture
def real_logs() -> Iterator[MotoLogs]:
    with mock_aws():
        logs_backends["123456789012"]["eu-central-1"].create_log_group("/group", {})
        sink = MotoLogs("123456789012")
        yield sink
        sink.close()


def test_a_flood_costs_lines_and_no_more(
    real_logs: MotoLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embedded_aws.logs.PENDING_LINES", 10)

    for number in range(1000):
        real_logs.write("/group", "s", int(time.time() * 1000), str(number))
    real_logs.flush()

    assert 10 <= len(lines_of("/group")) < 1000


def test_lines_that_come_out_of_order_are_kept_in_order(real_logs: MotoLogs) -> None:
    now = int(time.time() * 1000)

    for moment, message in ((now, "quick"), (now - 5, "slow"), (now, "next")):
        real_logs.write("/group", "s", moment, message)
    real_logs.flush()

    assert lines_of("/group") == ["slow", "quick", "next"]


def test_a_stream_keeps_its_newest_lines(
    real_logs: MotoLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embedded_aws.logs.STREAM_LINES", 3)

    for number in range(5):
        real_logs.write("/group", "s", int(time.time() * 1000), str(number))
    real_logs.flush()

    assert lines_of("/group") == ["2", "3", "4"]
