"""Log lines, as CloudWatch Logs has them: the last of a group, or all that belong to a request."""

from collections.abc import Iterable, Iterator
from typing import Any

from moto.logs.models import logs_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.console.requests import Call
from embedded_aws.state.regions import used

LINES = 500
LATE_MS = 5_000
"""A function may end after its caller was answered, and its clock is the same."""

type Json = dict[str, Any]


def last_lines(group: str, count: int = LINES) -> list[Json]:
    """The last lines of a group, oldest first."""
    events = [event for _, each, event in _events(0, count) if each == group]
    events.sort(key=lambda event: event.timestamp)
    return [{"at": each.timestamp, "message": each.message} for each in events[-count:]]


def opened(request: Json, requests: Iterable[Json], calls: Iterable[Call]) -> Json:
    """The request with its log lines, its calls of AWS, and the requests that it led to."""
    related = [each for each in requests if each["correlation"] == request["correlation"]]
    traces = {each["trace"] for each in related} - {""}
    began = min(each["at"] for each in related)
    end = max(each["at"] + each["ms"] / 1000 for each in related)
    return {
        **request,
        "related": [each for each in related if each["id"] != request["id"]],
        "calls": [_json(each) for each in calls if each.trace in traces],
        "lines": list(_lines_of(related, int(began * 1000), int(end * 1000) + LATE_MS)),
    }


def _json(call: Call) -> Json:
    return {
        "at": call.at,
        "ms": round(call.milliseconds, 2),
        "operation": call.operation,
    }


def _lines_of(related: list[Json], begin_ms: int, end_ms: int) -> Iterator[Json]:
    """The lines that name one of the requests, by time."""
    ids = {each["correlation"] for each in related}
    for each in related:
        ids |= {each["id"], *each["invocations"]}
    own = {each["line"] for each in related}
    events = [
        (group, event)
        for _, group, event in _events(begin_ms, LINES * 10)
        if event.timestamp <= end_ms
        and event.message not in own
        and any(one in event.message for one in ids)
    ]
    events.sort(key=lambda each: each[1].timestamp)
    for group, event in events[:LINES]:
        yield {"group": group, "at": event.timestamp, "message": event.message}


def _events(begin_ms: int, count: int) -> Iterator[tuple[str, str, Any]]:
    """(region, group, event), of each stream the last ones since that time."""
    for region, backend in used(logs_backends, ACCOUNT_ID).items():
        for name, group in list(backend.groups.items()):
            for stream in list(group.streams.values()):
                for event in reversed(stream.events[-count:]):
                    if event.timestamp < begin_ms:
                        break
                    yield region, name, event
