"""Messages of a queue as a function gets them (Lambda developer guide, "Using … with SQS")."""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from moto.events.models import EventPattern


def record_of(message: Any, queue: Any) -> dict[str, Any]:
    """The record of a received message."""
    attributes = {
        "ApproximateReceiveCount": str(message.approximate_receive_count),
        "SentTimestamp": str(int(message.sent_timestamp)),
        "SenderId": str(message.sender_id),
        "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
    }
    if queue.fifo_queue:
        attributes |= {
            "SequenceNumber": str(message.sequence_number),
            "MessageGroupId": str(message.group_id),
            "MessageDeduplicationId": str(message.deduplication_id),
        }
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": attributes,
        "messageAttributes": {
            name: _attribute(each) for name, each in message.message_attributes.items()
        },
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.queue_arn,
        "awsRegion": queue.region,
    }


def _attribute(given: Mapping[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = {"stringListValues": [], "binaryListValues": []}
    if given.get("StringValue") is not None:
        value["stringValue"] = given["StringValue"]
    binary = given.get("BinaryValue")
    if binary is not None:
        is_raw = isinstance(binary, bytes)
        value["binaryValue"] = base64.b64encode(binary).decode() if is_raw else binary
    return {**value, "dataType": given.get("DataType")}


def matches(record: Mapping[str, Any], criteria: Mapping[str, Any] | None) -> bool:
    """Whether any of the mapping's filters takes the record; without filters all are taken."""
    filters: Iterable[Mapping[str, Any]] = (criteria or {}).get("Filters") or []
    patterns = [each.get("Pattern") or "{}" for each in filters]
    return not patterns or any(_fits(record, pattern) for pattern in patterns)


def _fits(record: Mapping[str, Any], pattern: str) -> bool:
    event = {**record, "body": _parsed(record.get("body"))}
    return bool(EventPattern.load(pattern).matches_event(event))


def _parsed(text: Any) -> Any:
    """A body as JSON, for filters that look into it."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def failures_in(payload: bytes, response_types: Sequence[str] | None) -> set[str] | None:
    """The messages that the function reports as failed; None when all count as failed."""
    if "ReportBatchItemFailures" not in (response_types or ()):
        return set()
    try:
        answer = json.loads(payload or b"null")
    except ValueError:
        return None
    if not answer or not answer.get("batchItemFailures"):
        return set()
    failed = [each.get("itemIdentifier") for each in answer["batchItemFailures"]]
    return {str(each) for each in failed} if all(failed) else None
