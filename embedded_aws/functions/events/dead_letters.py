"""Destinations of failed events: dead-letter queues and topics, and destinations on failure."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from embedded_aws.functions.events.retries import GivenUp
from embedded_aws.state.changes import changing

MESSAGE_CHARACTERS = 1024
FUNCTION_FAILED, THROTTLED = 200, 429
_report = logging.getLogger(__name__)


def keep(given_up: GivenUp) -> None:
    """Send the event to the destinations in its function's settings, if any."""
    settings = given_up.function.failed_events
    if settings.dead_letters:
        event = given_up.event.payload.decode("utf-8", "replace")
        send(settings.dead_letters, event, _attributes(given_up))
    if settings.destination:
        send(settings.destination, json.dumps(_record(given_up)), {})


def _attributes(given_up: GivenUp) -> dict[str, dict[str, str]]:
    texts = {
        "RequestID": ("String", given_up.event.request_id),
        "ErrorCode": ("Number", str(_status(given_up))),
        "ErrorMessage": ("String", _message(given_up)[:MESSAGE_CHARACTERS]),
    }
    return {name: {"DataType": kind, "StringValue": value} for name, (kind, value) in texts.items()}


def _record(given_up: GivenUp) -> dict[str, Any]:
    """A destination's message (developer guide, "Destinations for asynchronous invocation")."""
    arn, outcome = given_up.function.arn, given_up.outcome
    is_qualified = ":" in arn.rsplit(":function:", maxsplit=1)[-1]
    record: dict[str, Any] = {
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "requestId": given_up.event.request_id,
            "functionArn": arn if is_qualified else f"{arn}:$LATEST",
            "condition": given_up.condition,
            "approximateInvokeCount": given_up.attempts,
        },
        "requestPayload": _parsed(given_up.event.payload),
    }
    if outcome:
        response = {
            "statusCode": FUNCTION_FAILED,
            "executedVersion": outcome.executed_version,
            "functionError": outcome.function_error,
        }
        record |= {"responseContext": response, "responsePayload": _parsed(outcome.payload)}
    return record


def _status(given_up: GivenUp) -> int:
    return FUNCTION_FAILED if given_up.outcome else THROTTLED


def _message(given_up: GivenUp) -> str:
    if given_up.outcome is None:
        return "Rate Exceeded."
    payload = _parsed(given_up.outcome.payload)
    return str(payload.get("errorMessage", "")) if isinstance(payload, dict) else str(payload)


def _parsed(payload: bytes) -> Any:
    text = payload.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


def send(arn: str, body: str, attributes: dict[str, dict[str, str]]) -> None:
    """Send it; a failure drops the message and is counted, as in Lambda."""
    try:
        with changing():
            _send(arn, body, attributes)
    except Exception:  # noqa: BLE001 - whatever the queue has against it
        _report.warning("A failed event was not sent to %s", arn, exc_info=True)


def _send(arn: str, body: str, attributes: dict[str, dict[str, str]]) -> None:
    _, _, service, region, account, name = arn.split(":", 5)
    if service == "sqs":
        queues: Any = sqs_backends[account][region]
        queues.send_message(name, body, message_attributes=attributes)
    elif service == "sns":
        topics: Any = sns_backends[account][region]
        of_topics = {
            name: {"Type": attribute["DataType"], "Value": attribute["StringValue"]}
            for name, attribute in attributes.items()
        }
        topics.publish(body, arn, message_attributes=of_topics)
    else:
        raise NotImplementedError(f"failed events to {service}")
