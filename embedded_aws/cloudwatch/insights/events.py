"""The fields of a log event (user guide, "Supported logs and discovered fields")."""

import json
import re
from collections.abc import Iterator
from typing import Any

from embedded_aws.cloudwatch.insights.functions import moment

MOST_FIELDS = 200
_REPORT = re.compile(r"(\w[\w ]*): ([\d.]+) (ms|MB)")
_REPORTED = {
    "Duration": "@duration",
    "Billed Duration": "@billedDuration",
    "Memory Size": "@memorySize",
    "Max Memory Used": "@maxMemoryUsed",
    "Init Duration": "@initDuration",
}
_BYTES = {"MB": 1_000_000.0, "ms": 1.0}
_REQUEST = re.compile(r"(START|END|REPORT) RequestId: ([\w-]+)")


def row_of(event: Any, stream: str, group: str) -> dict[str, Any]:
    """The fields by their names."""
    return {
        **_discovered(event.message),
        "@timestamp": moment(event.timestamp),
        "@ingestionTime": moment(event.ingestion_time),
        "@message": event.message,
        "@logStream": stream,
        "@log": group,
        "@ptr": str(event.event_id),
    }


def _discovered(message: str) -> dict[str, Any]:
    """The fields of a JSON line, or of a line of Lambda's own."""
    begin = message.find("{")
    if begin >= 0:
        try:
            content = json.loads(message[begin:])
        except ValueError:
            content = None
        if isinstance(content, dict):
            pairs = (each for _, each in zip(range(MOST_FIELDS), _flat(content, ""), strict=False))
            return dict(pairs)
    return _of_lambda(message)


def _flat(content: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    members = content.items() if isinstance(content, dict) else enumerate(content)
    for name, value in members:
        path = f"{prefix}{name}"
        if isinstance(value, dict | list):
            yield from _flat(value, f"{path}.")
        elif value is not None:
            yield path, value


def _of_lambda(message: str) -> dict[str, Any]:
    match = _REQUEST.match(message)
    if match is None:
        return {}
    figures = {
        _REPORTED[name]: float(value) * _BYTES[unit]
        for name, value, unit in _REPORT.findall(message)
        if name in _REPORTED
    }
    return {"@type": match[1], "@requestId": match[2], **figures}
