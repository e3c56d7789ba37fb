"""Topics (Amazon SNS API reference, Publish and CreateTopic).

The words are SNS's own (recordings of its refusals).
"""

import re
from typing import Any

from moto.sns.models import sns_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, Parameters, rule
from embedded_aws.endpoint.rules.values import parsed

CODE, WRONG = "InvalidParameter", "Invalid parameter: "
SUBJECT = re.compile(r"[\x20-\x7e]{1,99}")
PARTS_OF_AN_ARN = 6
TYPES = ("String", "Number", "Binary")
WITH_TOPIC = (
    "AddPermission DeleteTopic GetTopicAttributes ListSubscriptionsByTopic Publish PublishBatch "
    "SetTopicAttributes Subscribe"
)
_PLAIN = re.compile(r"[\w-]{1,256}", re.ASCII)
_FIFO = re.compile(r"[\w-]{1,251}\.fifo", re.ASCII)


def topic_of(given: Given) -> Any:
    """The topic that the request is about; None without one."""
    arn = str(given.get("TopicArn") or given.get("TargetArn") or "")
    topics: Any = sns_backends[ACCOUNT_ID][given.region].topics
    return topics.get(arn)


def _arn(given: Given) -> str | None:
    arn = given.get("TopicArn")
    parts = len(str(arn).split(":"))
    if arn is None or parts >= PARTS_OF_AN_ARN:
        return None
    return (
        f"{WRONG}TopicArn Reason: An ARN must have at least {PARTS_OF_AN_ARN} elements, not {parts}"
    )


def _name(given: Given) -> str | None:
    is_fifo = str((given.get("Attributes") or {}).get("FifoTopic", "")).lower() == "true"
    form = _FIFO if is_fifo else _PLAIN
    return None if form.fullmatch(str(given.get("Name", ""))) else f"{WRONG}Topic Name"


def _other(given: Given) -> str | None:
    """The difference from a topic of this name."""
    arn = f"arn:aws:sns:{given.region}:{ACCOUNT_ID}:{given.get('Name')}"
    place: Any = sns_backends[ACCOUNT_ID][given.region]
    topic = place.topics.get(arn)
    if topic is None:
        return None
    name = (given.get("Attributes") or {}).get("DisplayName")
    if name is not None and name != (topic.display_name or ""):
        return f"{WRONG}Attributes Reason: Topic already exists with different attributes"
    tags = {each["Key"]: each["Value"] for each in given.get("Tags") or ()}
    if not tags.items() <= topic._tags.items():  # noqa: SLF001 - moto's own place
        return f"{WRONG}Tags Reason: Topic already exists with different tags"
    return None


def _message(given: Given) -> str | None:
    return None if given.get("Message") else f"{WRONG}Empty message"


def _subject(given: Given) -> str | None:
    subject = given.get("Subject")
    if subject is None or (SUBJECT.fullmatch(subject) and subject[0] != " "):
        return None
    return f"{WRONG}Subject"


def _structure(given: Given) -> str | None:
    if given.get("MessageStructure") != "json":
        return None
    content = parsed(given.get("Message"))
    if not isinstance(content, dict):
        return f"{WRONG}Message Structure - JSON message body failed to parse"
    if "default" not in content:
        return f"{WRONG}Message Structure - No default entry in JSON message body"
    return None


def _order(given: Given) -> str | None:
    topic = topic_of(given)
    if topic is None or str(topic.fifo_topic).lower() != "true":
        return None
    if not given.get("MessageGroupId"):
        return f"{WRONG}The MessageGroupId parameter is required for FIFO topics"
    by_content = str(topic.content_based_deduplication).lower() == "true"
    if not by_content and not given.get("MessageDeduplicationId"):
        return (
            f"{WRONG}The topic should either have ContentBasedDeduplication enabled or "
            "MessageDeduplicationId provided explicitly"
        )
    return None


def _attributes(given: Given) -> str | None:
    attributes = given.get("MessageAttributes") or {}
    return next(filter(None, (_attribute(*each) for each in attributes.items())), None)


def _attribute(name: str, attribute: Parameters) -> str | None:
    kind = str(attribute.get("DataType", ""))
    base = kind.split(".", maxsplit=1)[0]
    field = "Binary" if base == "Binary" else "String"
    if base not in TYPES:
        return (
            f"The message attribute '{name}' has an invalid message attribute type, the set of "
            "supported type prefixes is Binary, Number, and String."
        )
    other = "String" if field == "Binary" else "Binary"
    if attribute.get(f"{other}Value"):
        return f"The message attribute '{name}' with type '{kind}' must use field '{field}'."
    if not attribute.get(f"{field}Value"):
        return (
            f"The message attribute '{name}' must contain non-empty message attribute value for "
            f"message attribute type '{kind}'."
        )
    return None


def _policy(given: Given) -> str | None:
    is_policy = given.get("AttributeName") == "Policy"
    if not is_policy or isinstance(parsed(given.get("AttributeValue")), dict):
        return None
    return f"{WRONG}Policy Error: null"


RULES = (
    rule(WITH_TOPIC, CODE, _arn),
    rule("CreateTopic", CODE, _name),
    rule("CreateTopic", CODE, _other),
    rule("Publish", CODE, _message),
    rule("Publish", CODE, _subject),
    rule("Publish", CODE, _structure),
    rule("Publish", CODE, _order),
    rule("Publish", "ParameterValueInvalid", _attributes),
    rule("SetTopicAttributes", CODE, _policy),
)
