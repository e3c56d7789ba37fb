"""Subscriptions to topics (Amazon SNS API reference, Subscribe and SetSubscriptionAttributes).

The words are SNS's own (recordings of its refusals).
"""

import json
import re
from collections.abc import Iterator

from embedded_aws.endpoint.rules.rule import Given, rule
from embedded_aws.endpoint.rules.values import parsed

CODE, WRONG = "InvalidParameter", "Invalid parameter: "
PROTOCOLS = (
    *("application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"),
)
NAMES = (
    *("DeliveryPolicy", "FilterPolicy", "FilterPolicyScope", "RawMessageDelivery"),
    *("RedrivePolicy", "ReplayPolicy", "ReplayStatus", "SubscriptionRoleArn"),
)
SCOPES = ("MessageBody", "MessageAttributes")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")


def _protocol(given: Given) -> str | None:
    protocol = given.get("Protocol")
    if protocol in PROTOCOLS:
        return None
    return f"{WRONG}Amazon SNS does not support this protocol string: {protocol}"


def _endpoint(given: Given) -> str | None:
    protocol, endpoint = str(given.get("Protocol")), str(given.get("Endpoint") or "")
    if protocol == "sqs" and not endpoint.startswith("arn:"):
        return f"{WRONG}SQS endpoint ARN"
    if protocol == "lambda" and not endpoint.startswith("arn:"):
        return f"{WRONG}Lambda endpoint ARN"
    if protocol in {"http", "https"} and not endpoint.startswith(f"{protocol}://"):
        return f"{WRONG}Endpoint must match the specified protocol"
    if protocol.startswith("email") and not _MAIL.fullmatch(endpoint):
        return f"{WRONG}Email address"
    return None


def _given_together(given: Given) -> str | None:
    attributes = (given.get("Attributes") or {}).items()
    faults = filter(None, (_fault(name, value) for name, value in attributes))
    fault = next(faults, None)
    return f"{WRONG}Attributes Reason: {fault}" if fault else None


def _given_alone(given: Given) -> str | None:
    name = str(given.get("AttributeName"))
    if name not in NAMES:
        return f"{WRONG}AttributeName"
    fault = _fault(name, str(given.get("AttributeValue") or ""))
    return f"{WRONG}{fault}" if fault else None


def _fault(name: str, value: str) -> str | None:
    if name == "RawMessageDelivery" and value.lower() not in {"true", "false"}:
        return f"RawMessageDelivery: Invalid value [{value}]. Must be true or false."
    if name == "FilterPolicyScope" and value not in SCOPES:
        return (
            f"FilterPolicyScope: Invalid value [{value}]. Please use either {SCOPES[0]} or "
            f"{SCOPES[1]}"
        )
    if name in {"FilterPolicy", "RedrivePolicy", "DeliveryPolicy"} and value:
        return next(_faults_of_json(name, value), None)
    return None


def _faults_of_json(name: str, value: str) -> Iterator[str]:
    content = parsed(value)
    if not isinstance(content, dict):
        yield f"{name}: failed to parse JSON. {_reason(value)}"
    elif name == "RedrivePolicy":
        target = str(content.get("deadLetterTargetArn", ""))
        if not target.startswith("arn:"):
            yield "RedrivePolicy: deadLetterTargetArn is an invalid arn"


def _reason(text: str) -> str:
    """Where the text stops being JSON."""
    try:
        json.loads(text)
    except ValueError as error:
        return str(error)
    return "It is not an object."


RULES = (
    rule("Subscribe", CODE, _protocol),
    rule("Subscribe", CODE, _endpoint),
    rule("Subscribe", CODE, _given_together),
    rule("SetSubscriptionAttributes", CODE, _given_alone),
)
