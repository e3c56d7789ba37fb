"""Processors of a stream: decompression and the extraction of log messages.

Firehose developer guide, "Decompress CloudWatch Logs" and "Extract message after decompression".
"""

import gzip
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.analytics.firehose.buffers import LogEvents, Waiting
from embedded_aws.analytics.firehose.settings import DECOMPRESSION, DELIMITER, EXTRACTION

DATA = "DATA_MESSAGE"


@dataclass(frozen=True)
class Failure:
    """A record that goes to the error output."""

    output: str
    """The type of the error output, as in its prefix."""
    code: str
    message: str
    arrived: float
    data: bytes


@dataclass
class Processed:
    """Payloads that go on, each with the time of its arrival, and failures."""

    payloads: list[tuple[float, bytes | str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def processed(waiting: Iterable[Waiting], processors: frozenset[str]) -> Processed:
    """The records after all processors; a record that one of them cannot take is a failure."""
    result = Processed()
    end = "\n" if DELIMITER in processors else ""
    for each in waiting:
        if isinstance(each, LogEvents) and {DECOMPRESSION, EXTRACTION} <= processors:
            # What packing and unpacking would give, without either.
            result.payloads += [(each.arrived, message + end) for _, _, message in each.events]
        else:
            _process(each, processors, end, result)
    return result


def _process(each: Waiting, processors: frozenset[str], end: str, result: Processed) -> None:
    data = each.data
    if DECOMPRESSION not in processors:
        result.payloads.append((each.arrived, data + end.encode()))
        return
    try:
        content = gzip.decompress(data)
        envelope = json.loads(content)
        messages = _messages(envelope) if EXTRACTION in processors else None
    except (
        OSError,
        EOFError,
        zlib.error,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        code, why = "Decompression.Failed", f"The record is no compressed log data: {error}"
        result.failures.append(Failure("decompression-failed", code, why, each.arrived, data))
        return
    if messages is None:
        result.payloads.append((each.arrived, content + end.encode()))
    else:
        result.payloads += [(each.arrived, message + end) for message in messages]


def _messages(envelope: Any) -> list[str]:
    """The messages of an envelope; none of a control message, which only asks who is there."""
    if envelope["messageType"] != DATA:
        return []
    return [str(each["message"]) for each in envelope["logEvents"]]
