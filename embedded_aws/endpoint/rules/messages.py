"""Queues and topics (Amazon SQS and Amazon SNS API references)."""

import re

from embedded_aws.endpoint.rules.rule import Parameters, rule

RANGES = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}
OTHERS = {
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "FifoQueue",
    "FifoThroughputLimit",
    "KmsMasterKeyId",
    "Policy",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
}
PROTOCOLS = {
    "application",
    "email",
    "email-json",
    "firehose",
    "http",
    "https",
    "lambda",
    "sms",
    "sqs",
}
SUBJECT = re.compile(r"[\x20-\x7e]{1,99}")


def _attribute_names(given: Parameters) -> str | None:
    unknown = next(
        (each for each in given.get("Attributes") or {} if each not in {*RANGES, *OTHERS}), None
    )
    return f"Unknown Attribute {unknown}." if unknown else None


def _attribute_values(given: Parameters) -> str | None:
    for name, value in (given.get("Attributes") or {}).items():
        low, high = RANGES.get(name, (0, 0))
        if name in RANGES and not (str(value).isdigit() and low <= int(value) <= high):
            return f"Invalid value for the parameter {name}."
    return None


def _body(given: Parameters) -> str | None:
    return (
        None if given.get("MessageBody") else "The request must contain the parameter MessageBody."
    )


def _message(given: Parameters) -> str | None:
    return None if given.get("Message") else "Invalid parameter: Empty message"


def _subject(given: Parameters) -> str | None:
    subject = given.get("Subject")
    if subject is None or (SUBJECT.fullmatch(subject) and subject[0] != " "):
        return None
    return "Invalid parameter: Subject"


def _protocol(given: Parameters) -> str | None:
    protocol = given.get("Protocol")
    if protocol in PROTOCOLS:
        return None
    return f"Invalid parameter: Amazon SNS does not support this protocol string: {protocol}"


QUEUES = (
    rule("CreateQueue SetQueueAttributes", "InvalidAttributeName", _attribute_names),
    rule("CreateQueue SetQueueAttributes", "InvalidAttributeValue", _attribute_values),
    rule("SendMessage", "MissingParameter", _body),
)
TOPICS = (
    rule("Publish", "InvalidParameter", _message),
    rule("Publish", "InvalidParameter", _subject),
    rule("Subscribe", "InvalidParameter", _protocol),
)
