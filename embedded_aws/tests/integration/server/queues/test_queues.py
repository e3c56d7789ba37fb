"""Attributes of queues, set one after the other as Terraform's resources do."""

import json
from typing import Any

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws

STATEMENT = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [STATEMENT]})
ALLOWED = json.dumps(
    {
        "redrivePermission": "byQueue",
        "sourceQueueArns": ["arn:aws:sqs:eu-central-1:123456789012:source"],
    },
    separators=(",", ":"),
)


@pytest.fixture
def sqs(aws: EmbeddedAws) -> Any:
    return aws.client("sqs")


@pytest.fixture
def queue(sqs: Any) -> str:
    return str(sqs.create_queue(QueueName="attributes")["QueueUrl"])


def attributes(sqs: Any, queue: str, *names: str) -> dict[str, str]:
    answer = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=list(names) or ["All"])
    values: dict[str, str] = answer.get("Attributes", {})
    return values


def test_a_queue_says_which_queues_may_redrive_to_it(sqs: Any, queue: str) -> None:
    before = attributes(sqs, queue)
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedriveAllowPolicy": ALLOWED})
    one, whole = attributes(sqs, queue, "RedriveAllowPolicy"), attributes(sqs, queue)
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedriveAllowPolicy": ""})

    assert "RedriveAllowPolicy" not in before
    assert one == {"RedriveAllowPolicy": ALLOWED}
    assert whole["RedriveAllowPolicy"] == ALLOWED
    assert "RedriveAllowPolicy" not in attributes(sqs, queue)


def test_a_policy_stays_when_another_attribute_is_set(sqs: Any, queue: str) -> None:
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": POLICY})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "31"})
    policy = attributes(sqs, queue)["Policy"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})

    assert policy == POLICY
    assert "Policy" not in attributes(sqs, queue)


def test_times_are_whole_seconds(sqs: Any, queue: str) -> None:
    seen = attributes(sqs, queue)

    assert seen["CreatedTimestamp"].isdigit()
    assert seen["LastModifiedTimestamp"].isdigit()


def test_a_queue_shows_its_dead_letters_without_spaces(sqs: Any, queue: str) -> None:
    arn = attributes(sqs, queue)["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
    source = sqs.create_queue(QueueName="source", Attributes={"RedrivePolicy": policy})["QueueUrl"]

    seen = attributes(sqs, source)["RedrivePolicy"]

    assert seen == policy.replace(" ", "")
