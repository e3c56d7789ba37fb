"""The log writer goes on, whatever happens to one group."""

import logging
from typing import Any

import pytest

from tools.local.logs import MotoLogs


class Backend:
    """A CloudWatch Logs in which one group cannot be written."""

    def __init__(self) -> None:
        self.groups = dict.fromkeys(["broken", "whole"], type("Group", (), {"streams": {"s": 1}}))
        self.messages: list[str] = []

    def put_log_events(self, group: str, stream: str, events: list[dict[str, Any]]) -> None:
        del stream
        if group == "broken":
            raise RuntimeError("the subscription's destination is gone")
        self.messages += [event["message"] for event in events]


@pytest.fixture
def logs() -> MotoLogs:
    sink = MotoLogs("123456789012", "eu-central-1")
    sink._backend = Backend()
    return sink


def test_one_groups_trouble_silences_no_other(
    logs: MotoLogs, caplog: pytest.LogCaptureFixture
) -> None:
    logs.write("broken", "s", 1, "lost")
    logs.write("whole", "s", 1, "kept")

    with caplog.at_level(logging.WARNING):
        logs.close()

    assert logs._backend.messages == ["kept"]
    assert "broken" in caplog.text


def test_a_missing_group_is_told_once(logs: MotoLogs, caplog: pytest.LogCaptureFixture) -> None:
    for message in ("one", "two"):
        logs.write("absent", "s", 1, message)
        logs.flush()

    logs.close()

    assert caplog.text.count("no log group absent") == 1
