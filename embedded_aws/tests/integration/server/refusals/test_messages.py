"""Refusals of SQS and SNS, in their own words.

SQS API reference, SendMessage, CreateQueue; SNS API reference, Publish, Subscribe;
getmoto/moto#7398, serverless/serverless#5215, crossplane-contrib/provider-aws#443; answers recorded
on AWS.
"""

import json
from typing import Any

import pytest

from embedded_aws.tests.integration.server.account.refusing import fresh
from embedded_aws.tests.integration.server.refusals.world import Row, World, arn, rows

VALUE, NAME, ATTRIBUTE = "InvalidParameterValue", "InvalidAttributeName", "InvalidAttributeValue"
FIFO = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
IDS = "can only include alphanumeric and punctuation characters. 1 to 128 in length."


def sent(world: World, **more: Any) -> dict[str, Any]:
    return {"QueueUrl": world.queue(), "MessageBody": "a", **more}


def ordered(world: World, **more: Any) -> dict[str, Any]:
    return {"QueueUrl": world.queue(**FIFO), "MessageBody": "a", "MessageGroupId": "g", **more}


def attribute(kind: str, value: str) -> dict[str, Any]:
    return {"MessageAttributes": {"colour": {"DataType": kind, "StringValue": value}}}


def queue(name: str = "", **attributes: str) -> dict[str, Any]:
    return {"QueueName": name or fresh("refused"), "Attributes": attributes}


def redrive(**policy: Any) -> dict[str, Any]:
    return queue(RedrivePolicy=json.dumps(policy))


def twice(world: World) -> dict[str, Any]:
    name = world.queue(DelaySeconds="1").rsplit("/", maxsplit=1)[-1]
    return queue(name, DelaySeconds="2")


ELEVEN = {f"a{number}": {"DataType": "String", "StringValue": "x"} for number in range(11)}
NO_QUEUE = arn("sqs", "none")


@pytest.mark.parametrize(
    "row",
    rows(
        "sqs",
        (
            "send_message",
            lambda world: sent(world, DelaySeconds=901),
            VALUE,
            "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0",
        ),
        ("send_message", lambda world: ordered(world, MessageGroupId="a b"), VALUE, IDS),
        ("send_message", lambda world: ordered(world, MessageDeduplicationId="a b"), VALUE, IDS),
        (
            "send_message",
            lambda world: sent(world, MessageBody="a\x00"),
            "InvalidMessageContents",
            "Invalid characters found.",
        ),
        (
            "send_message",
            lambda world: sent(world, MessageAttributes=ELEVEN),
            VALUE,
            "Number of message attributes [11] exceeds the allowed maximum [10].",
        ),
        (
            "send_message",
            lambda world: sent(world, **attribute("String", "")),
            VALUE,
            "must contain a non-empty value of type 'String'.",
        ),
        (
            "send_message",
            lambda world: sent(world, **attribute("Number", "x")),
            VALUE,
            "Can't cast the value of message (user) attribute 'colour' to a number.",
        ),
        (
            "receive_message",
            lambda world: {"QueueUrl": world.queue(), "WaitTimeSeconds": 21},
            VALUE,
            "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20",
        ),
        (
            "receive_message",
            lambda world: {"QueueUrl": world.queue(), "VisibilityTimeout": 43_201},
            VALUE,
            "Value 43201 for parameter VisibilityTimeout is invalid.",
        ),
    ),
)
def test_messages_that_sqs_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


@pytest.mark.parametrize(
    "row",
    rows(
        "sqs",
        ("create_queue", twice, "QueueAlreadyExists", "a different value for attribute DelayS"),
        ("create_queue", queue("a.b"), VALUE, "Can only include alphanumeric characters"),
        ("create_queue", queue(FifoQueue="true"), VALUE, "The name of a FIFO queue can only"),
        ("create_queue", queue(FifoQueue="false"), NAME, "Unknown Attribute FifoQueue."),
        (
            "create_queue",
            queue(ContentBasedDeduplication="true"),
            NAME,
            "Unknown Attribute ContentBasedDeduplication.",
        ),
        (
            "create_queue",
            queue(DeduplicationScope="queue"),
            NAME,
            "You can specify the DeduplicationScope only when FifoQueue is set to true.",
        ),
        ("create_queue", queue(Policy="none"), ATTRIBUTE, "Policy"),
        ("create_queue", queue(RedrivePolicy="none"), VALUE, "for parameter RedrivePolicy is"),
        (
            "create_queue",
            redrive(maxReceiveCount=3),
            VALUE,
            "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.",
        ),
        (
            "create_queue",
            redrive(deadLetterTargetArn=NO_QUEUE),
            VALUE,
            "Redrive policy does not contain mandatory attribute: maxReceiveCount.",
        ),
        (
            "create_queue",
            redrive(deadLetterTargetArn=NO_QUEUE, maxReceiveCount=3),
            VALUE,
            "Reason: Dead letter target does not exist.",
        ),
        (
            "create_queue",
            lambda world: redrive(deadLetterTargetArn=world.queue_arn(), maxReceiveCount=1001),
            VALUE,
            "Invalid value for maxReceiveCount: 1001",
        ),
        (
            "set_queue_attributes",
            lambda world: {
                "QueueUrl": world.queue(**FIFO),
                "Attributes": {"FifoQueue": "false"},
            },
            ATTRIBUTE,
            "Modifying queue type is not supported.",
        ),
    ),
)
def test_queues_that_sqs_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


CODE, PUBLISH = "InvalidParameter", "publish"


def published(world: World, **more: Any) -> dict[str, Any]:
    return {"TopicArn": world.topic, "Message": "a", **more}


def subscribed(world: World, **attributes: str) -> dict[str, Any]:
    queue_ = world.queue_arn()
    given = {"TopicArn": world.topic, "Protocol": "sqs", "Endpoint": queue_}
    return {**given, "Attributes": attributes}


def to(protocol: str, endpoint: str) -> Any:
    return lambda world: {"TopicArn": world.topic, "Protocol": protocol, "Endpoint": endpoint}


def named_again(world: World) -> dict[str, Any]:
    name = fresh("named")
    world.client("sns").create_topic(Name=name, Attributes={"DisplayName": "a"})
    return {"Name": name, "Attributes": {"DisplayName": "b"}}


def in_order(world: World) -> dict[str, Any]:
    name = f"{fresh('ordered')}.fifo"
    topic = world.client("sns").create_topic(Name=name, Attributes={"FifoTopic": "true"})
    return {"TopicArn": topic["TopicArn"], "Message": "a"}


@pytest.mark.parametrize(
    "row",
    rows(
        "sns",
        (
            "get_topic_attributes",
            {"TopicArn": "topic"},
            CODE,
            "TopicArn Reason: An ARN must have at least 6 elements, not 1",
        ),
        (
            PUBLISH,
            lambda world: published(world, MessageStructure="json", Message='{"sqs": "a"}'),
            CODE,
            "Message Structure - No default entry in JSON message body",
        ),
        (
            PUBLISH,
            lambda world: published(world, MessageStructure="json", Message='{"sqs'),
            CODE,
            "Message Structure - JSON message body failed to parse",
        ),
        (
            PUBLISH,
            lambda world: published(world, **attribute("String", "")),
            "ParameterValueInvalid",
            "must contain non-empty message attribute value for message attribute type 'String'.",
        ),
        (
            PUBLISH,
            lambda world: published(world, **attribute("Text", "x")),
            "ParameterValueInvalid",
            "has an invalid message attribute type",
        ),
        (PUBLISH, in_order, CODE, "The MessageGroupId parameter is required for FIFO topics"),
        ("create_topic", {"Name": "a b"}, CODE, "Invalid parameter: Topic Name"),
        ("create_topic", named_again, CODE, "Topic already exists with different attributes"),
        ("subscribe", to("email", "nobody"), CODE, "Invalid parameter: Email address"),
        ("subscribe", to("https", "http://example.com"), CODE, "must match the specified protocol"),
        ("subscribe", to("sqs", "http://queue"), CODE, "Invalid parameter: SQS endpoint ARN"),
        (
            "subscribe",
            lambda world: subscribed(world, RawMessageDelivery="wrong"),
            CODE,
            "RawMessageDelivery: Invalid value [wrong]. Must be true or false.",
        ),
        (
            "subscribe",
            lambda world: subscribed(world, FilterPolicyScope="Random"),
            CODE,
            "FilterPolicyScope: Invalid value [Random].",
        ),
        (
            "subscribe",
            lambda world: subscribed(world, FilterPolicy="{none}"),
            CODE,
            "FilterPolicy: failed to parse JSON.",
        ),
        (
            "subscribe",
            lambda world: subscribed(world, RedrivePolicy='{"deadLetterTargetArn": "none"}'),
            CODE,
            "RedrivePolicy: deadLetterTargetArn is an invalid arn",
        ),
        (
            "set_topic_attributes",
            lambda world: {
                "TopicArn": world.topic,
                "AttributeName": "Policy",
                "AttributeValue": "none",
            },
            CODE,
            "Policy",
        ),
    ),
)
def test_what_sns_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


def test_a_queue_of_the_same_attributes_is_made_again(world: World) -> None:
    url = world.queue(DelaySeconds="1")

    again = world.client("sqs").create_queue(**queue(url.rsplit("/")[-1], DelaySeconds="1"))

    assert again["QueueUrl"] == url


@pytest.mark.parametrize(
    ("returned", "answered"), [(False, "pending confirmation"), (True, "arn:aws:sns:")]
)
def test_an_address_of_mail_is_pending(world: World, answered: str, *, returned: bool) -> None:
    sns, given = world.client("sns"), to("email", "ada@shop.example")(world)

    arn = sns.subscribe(**given, ReturnSubscriptionArn=returned)["SubscriptionArn"]

    assert arn.startswith(answered)
