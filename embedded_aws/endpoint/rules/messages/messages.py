"""Messages of queues (Amazon SQS API reference, SendMessage and ReceiveMessage).

The words are SQS's own: getmoto/moto#7398, maxwell#1013, and recordings.
"""

import re
from typing import Any

from moto.sqs.models import sqs_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, Parameters, rule

VALUE = "InvalidParameterValue"
MOST_ATTRIBUTES, LONGEST_DELAY, LONGEST_WAIT, LONGEST_HIDING, MOST_AT_ONCE = 10, 900, 20, 43_200, 10
TYPES = ("String", "Number", "Binary")
_ID = re.compile(r"[!-~]{1,128}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def queue_of(given: Given) -> Any:
    """The queue that the request is about; None without one."""
    name = str(given.get("QueueUrl", "")).rstrip("/").rsplit("/", maxsplit=1)[-1]
    queues: Any = sqs_backends[ACCOUNT_ID][given.region].queues
    return queues.get(name)


def _body(given: Given) -> str | None:
    return (
        None if given.get("MessageBody") else "The request must contain the parameter MessageBody."
    )


def _characters(given: Given) -> str | None:
    if _CONTROL.search(str(given.get("MessageBody", ""))) is None:
        return None
    return (
        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | "
        "#xE000 to #xFFFD | #x10000 to #x10FFFF"
    )


def _ids(given: Given) -> str | None:
    for name in ("MessageGroupId", "MessageDeduplicationId"):
        value = given.get(name)
        if value is not None and not _ID.fullmatch(value):
            return (
                f"Value {value} for parameter {name} is invalid. Reason: {name} can only include "
                "alphanumeric and punctuation characters. 1 to 128 in length."
            )
    return None


def _delay(given: Given) -> str | None:
    delay = given.get("DelaySeconds")
    if delay is None or 0 <= int(delay) <= LONGEST_DELAY:
        return None
    return (
        f"Value {delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 "
        f"and <= {LONGEST_DELAY}."
    )


def _attributes(given: Given) -> str | None:
    attributes = given.get("MessageAttributes") or {}
    if len(attributes) > MOST_ATTRIBUTES:
        return (
            f"Number of message attributes [{len(attributes)}] exceeds the allowed maximum "
            f"[{MOST_ATTRIBUTES}]."
        )
    return next(filter(None, (_attribute(*each) for each in attributes.items())), None)


def _attribute(name: str, attribute: Parameters) -> str | None:
    kind = str(attribute.get("DataType", ""))
    base = kind.split(".", maxsplit=1)[0]
    if base not in TYPES:
        return (
            f"The message attribute '{name}' has an invalid message attribute type, the set of "
            "supported type prefixes is Binary, Number, and String."
        )
    value = attribute.get("BinaryValue" if base == "Binary" else "StringValue")
    if not value:
        return f"Message (user) attribute '{name}' must contain a non-empty value of type '{kind}'."
    if base == "Number" and not _NUMBER.fullmatch(str(value)):
        return f"Can't cast the value of message (user) attribute '{name}' to a number."
    return None


def _number(given: Given) -> str | None:
    most = given.get("MaxNumberOfMessages")
    if most is None or 1 <= int(most) <= MOST_AT_ONCE:
        return None
    return (
        f"Value {most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and "
        f"{MOST_AT_ONCE}, if provided."
    )


def _wait(given: Given) -> str | None:
    wait = given.get("WaitTimeSeconds")
    if wait is None or 0 <= int(wait) <= LONGEST_WAIT:
        return None
    return (
        f"Value {wait} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= "
        f"{LONGEST_WAIT}, if provided."
    )


def _hiding(given: Given) -> str | None:
    seconds = given.get("VisibilityTimeout")
    if seconds is None or 0 <= int(seconds) <= LONGEST_HIDING:
        return None
    return (
        f"Value {seconds} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout "
        f"must be an integer between 0 and {LONGEST_HIDING}."
    )


RULES = (
    rule("SendMessage", "MissingParameter", _body),
    rule("SendMessage", "InvalidMessageContents", _characters),
    rule("SendMessage", VALUE, _ids),
    rule("SendMessage", VALUE, _delay),
    rule("SendMessage", VALUE, _attributes),
    rule("ReceiveMessage", VALUE, _number),
    rule("ReceiveMessage", VALUE, _wait),
    rule("ReceiveMessage ChangeMessageVisibility", VALUE, _hiding),
)
