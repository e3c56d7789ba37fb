"""Queues and their attributes (Amazon SQS API reference, CreateQueue and SetQueueAttributes).

The words are SQS's own: serverless/serverless#5215, crossplane-contrib/provider-aws#443, and
recordings.
"""

import re
from typing import Any

from moto.sqs.models import sqs_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.messages.messages import queue_of
from embedded_aws.endpoint.rules.rule import Given, rule
from embedded_aws.endpoint.rules.values import parsed

CREATE, SET = "CreateQueue", "SetQueueAttributes"
BOTH = f"{CREATE} {SET}"
VALUE, NAME, ATTRIBUTE = "InvalidParameterValue", "InvalidAttributeName", "InvalidAttributeValue"
RANGES = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}
OF_FIFO = ("ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit")
OTHERS = (
    *("FifoQueue", "KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy"),
    *("SqsManagedSseEnabled", *OF_FIFO),
)
READABLE = (
    *("All", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed", "QueueArn"),
    *("ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp", "LastModifiedTimestamp"),
)
MOST_RECEIVES = 1000
_PLAIN = re.compile(r"[\w-]{1,80}", re.ASCII)
_FIFO = re.compile(r"[\w-]{1,75}\.fifo", re.ASCII)


def _is_fifo(given: Given) -> bool:
    queue = queue_of(given)
    named = str((given.get("Attributes") or {}).get("FifoQueue", "")).lower() == "true"
    return bool(queue.fifo_queue) if queue else named


def _name(given: Given) -> str | None:
    name = str(given.get("QueueName", ""))
    if _is_fifo(given) and not _FIFO.fullmatch(name):
        return (
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or "
            "underscores, must end with .fifo suffix and be 1 to 80 in length"
        )
    if not _is_fifo(given) and not _PLAIN.fullmatch(name):
        return (
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        )
    return None


def _names(given: Given) -> str | None:
    attributes, is_fifo = given.get("Attributes") or {}, _is_fifo(given)
    for name in attributes:
        if name not in {*RANGES, *OTHERS} or (name == "FifoQueue" and not is_fifo):
            return f"Unknown Attribute {name}."
        if name == OF_FIFO[0] and not is_fifo:
            return f"Unknown Attribute {name}."
        if name in OF_FIFO and not is_fifo:
            return f"You can specify the {name} only when FifoQueue is set to true."
    return None


def _values(given: Given) -> str | None:
    for name, value in (given.get("Attributes") or {}).items():
        low, high = RANGES.get(name, (0, 0))
        if name in RANGES and not (str(value).isdigit() and low <= int(value) <= high):
            return f"Invalid value for the parameter {name}."
        if name == "Policy" and value and not isinstance(parsed(value), dict):
            return f"Invalid value for the parameter {name}."
    return None


def _kind(given: Given) -> str | None:
    queue, wish = queue_of(given), (given.get("Attributes") or {}).get("FifoQueue")
    if queue is None or wish is None or bool(queue.fifo_queue) is (str(wish).lower() == "true"):
        return None
    return (
        "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."
    )


def _redrive(given: Given) -> str | None:
    text = (given.get("Attributes") or {}).get("RedrivePolicy")
    if not text:
        return None
    reason = _wrong_redrive(given, parsed(text))
    return (
        f"Value {text} for parameter RedrivePolicy is invalid. Reason: {reason}" if reason else None
    )


def _wrong_redrive(given: Given, policy: Any) -> str | None:
    if not isinstance(policy, dict):
        return "Redrive policy is not a valid JSON map."
    for name in ("deadLetterTargetArn", "maxReceiveCount"):
        if name not in policy:
            return f"Redrive policy does not contain mandatory attribute: {name}."
    count, arn = str(policy["maxReceiveCount"]), str(policy["deadLetterTargetArn"])
    if not (count.isdigit() and 1 <= int(count) <= MOST_RECEIVES):
        return (
            f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to "
            f"{MOST_RECEIVES} both inclusive."
        )
    *_, region, account, name = (["", "", *arn.split(":")])[-3:] if ":" in arn else ("", "", "")
    places: Any = sqs_backends[ACCOUNT_ID]
    queue = places[region].queues.get(name) if region in places else None
    if queue is None and account in {"", ACCOUNT_ID}:
        return "Dead letter target does not exist."
    if queue is not None and bool(queue.fifo_queue) is not _is_fifo(given):
        kind = "fifo" if _is_fifo(given) else "standard"
        return f"Dead-letter queue must be same type of queue as the source: {kind}."
    return None


def _other(given: Given) -> str | None:
    """The first attribute that the queue of this name has otherwise."""
    queues: Any = sqs_backends[ACCOUNT_ID][given.region].queues
    queue = queues.get(given.get("QueueName"))
    there = queue.attributes if queue else {}
    for name, value in (given.get("Attributes") or {}).items():
        if queue and name in RANGES and str(there.get(name)) != str(value):
            return (
                "A queue already exists with the same name and a different value for attribute "
                f"{name}"
            )
    return None


def _readable(given: Given) -> str | None:
    known = {*RANGES, *OTHERS, *READABLE}
    unknown = next((each for each in given.get("AttributeNames") or () if each not in known), None)
    return f"Unknown Attribute {unknown}." if unknown is not None else None


RULES = (
    rule(CREATE, VALUE, _name),
    rule(BOTH, NAME, _names),
    rule(BOTH, ATTRIBUTE, _values),
    rule(SET, ATTRIBUTE, _kind),
    rule(BOTH, VALUE, _redrive),
    rule(CREATE, "QueueAlreadyExists", _other),
    rule("GetQueueAttributes", NAME, _readable),
)
