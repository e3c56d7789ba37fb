"""The destination and content of dead letters."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import lambda_backends

from embedded_aws.functions import Event, FailedEvents, Invocation, keep
from embedded_aws.functions.events.retries import GivenUp
from embedded_aws.patches.awslambda import settings as lambda_settings
from embedded_aws.patches.awslambda.events import event_invoke_configs
from embedded_aws.tests.integration.functions.conftest import deployed, zipped

TAKEN = "arn:aws:sqs:eu-central-1:123456789012:failed"
OUTCOME = Invocation(
    b'{"errorType": "ValueError", "errorMessage": "no good"}',
    "Unhandled",
    executed_version="7",
    request_id="r",
    log_tail="",
    duration_ms=1.0,
    cold_start=False,
)


@dataclass
class Queue:
    """A queue that a test reads, and a topic that publishes to it."""

    sqs: Any
    url: str
    arn: str
    topic: str

    def message(self) -> Any:
        [message] = self.sqs.receive_message(QueueUrl=self.url, MessageAttributeNames=["All"])[
            "Messages"
        ]
        return message


@pytest.fixture
def queue() -> Iterator[Queue]:
    with mock_aws():
        sqs = boto3.client("sqs", region_name="eu-central-1")
        sns = boto3.client("sns", region_name="eu-central-1")
        url = sqs.create_queue(QueueName="failed")["QueueUrl"]
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        arn = attributes["Attributes"]["QueueArn"]
        topic = sns.create_topic(Name="failed")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        yield Queue(sqs, url, arn, topic)


@pytest.fixture
def client() -> Iterator[Any]:
    """A client of the embedded Lambda, with one function."""
    lambda_settings.install()
    with mock_aws():
        lambda_: Any = boto3.client("lambda", region_name="eu-central-1")
        make_function(lambda_, "sample", TAKEN)
        yield lambda_


def make_function(client: Any, name: str, dead_letters: str) -> None:
    client.create_function(
        FunctionName=name,
        Role=role(),
        Runtime="python3.13",
        Handler="main.handle",
        Code={"ZipFile": zipped("")},
        DeadLetterConfig={"TargetArn": dead_letters},
    )


def role() -> str:
    iam: Any = boto3.client("iam", region_name="eu-central-1")
    with suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(RoleName="sample", AssumeRolePolicyDocument="{}")
    return str(iam.get_role(RoleName="sample")["Role"]["Arn"])


def given_up(settings: FailedEvents, outcome: Invocation | None = OUTCOME) -> GivenUp:
    event = Event("sample", b'{"n": 1}', request_id="r")
    function = deployed("", failed_events=settings)
    return GivenUp(event, function, "RetriesExhausted", 3, outcome)


def test_a_dead_letter_is_the_event_with_why_it_failed(queue: Queue) -> None:
    keep(given_up(FailedEvents(dead_letters=queue.arn)))

    message = queue.message()
    assert message["Body"] == '{"n": 1}'
    assert message["MessageAttributes"] == {
        "RequestID": {"DataType": "String", "StringValue": "r"},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": "no good"},
    }


def test_a_long_message_of_the_error_is_cut(queue: Queue) -> None:
    long = replace(OUTCOME, payload=json.dumps({"errorMessage": "x" * 5000}).encode())

    keep(given_up(FailedEvents(dead_letters=queue.arn), long))

    assert queue.message()["MessageAttributes"]["ErrorMessage"]["StringValue"] == "x" * 1024


def test_a_throttled_event_says_so(queue: Queue) -> None:
    keep(given_up(FailedEvents(dead_letters=queue.arn), None))

    attributes = queue.message()["MessageAttributes"]
    assert attributes["ErrorCode"]["StringValue"] == "429"
    assert attributes["ErrorMessage"]["StringValue"] == "Rate Exceeded."


def test_a_topic_takes_dead_letters_too(queue: Queue) -> None:
    keep(given_up(FailedEvents(dead_letters=queue.topic)))

    notification = json.loads(queue.message()["Body"])
    assert notification["Message"] == '{"n": 1}'
    assert notification["MessageAttributes"]["ErrorCode"] == {"Type": "Number", "Value": "200"}


def test_a_destination_gets_a_record_of_the_invocation(queue: Queue) -> None:
    keep(given_up(FailedEvents(destination=queue.arn)))

    record = json.loads(queue.message()["Body"])
    assert record.pop("timestamp").endswith("Z")
    assert record == {
        "version": "1.0",
        "requestContext": {
            "requestId": "r",
            "functionArn": deployed("").arn,
            "condition": "RetriesExhausted",
            "approximateInvokeCount": 3,
        },
        "requestPayload": {"n": 1},
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "7",
            "functionError": "Unhandled",
        },
        "responsePayload": {"errorType": "ValueError", "errorMessage": "no good"},
    }


def test_a_function_without_settings_keeps_nothing(queue: Queue) -> None:
    keep(given_up(FailedEvents()))

    assert "Messages" not in queue.sqs.receive_message(QueueUrl=queue.url)


@pytest.mark.parametrize("arn", ["gone", "arn:aws:lambda:eu-central-1:123456789012:function:x"])
def test_what_cannot_be_sent_is_told(
    queue: Queue, caplog: pytest.LogCaptureFixture, arn: str
) -> None:
    keep(given_up(FailedEvents(dead_letters=queue.arn.replace("failed", arn), destination=arn)))

    assert f"A failed event was not sent to {arn}" in caplog.text


@pytest.mark.parametrize("service", ["lambda", "events", "s3"])
def test_a_destination_that_nothing_is_sent_to_is_refused_when_it_is_set(service: str) -> None:
    event_invoke_configs.install()
    arn = f"arn:aws:{service}:eu-central-1:123456789012:function:x"
    config = {"DestinationConfig": {"OnFailure": {"Destination": arn}}}
    backend = lambda_backends["123456789012"]["eu-central-1"]

    with pytest.raises(InvalidParameterValueException, match=f"not to {service}"):
        backend.put_function_event_invoke_config("any", config)


@pytest.mark.parametrize(
    "target", ["arn:aws:lambda:eu-central-1:123456789012:function:x", "no ARN at all"]
)
def test_dead_letters_go_to_a_queue_or_a_topic_or_are_refused(client: Any, target: str) -> None:
    with pytest.raises(client.exceptions.InvalidParameterValueException, match="is invalid; name"):
        client.update_function_configuration(
            FunctionName="sample", DeadLetterConfig={"TargetArn": target}
        )

    config = client.get_function_configuration(FunctionName="sample")["DeadLetterConfig"]
    assert config == {"TargetArn": TAKEN}


def test_a_function_is_not_made_with_dead_letters_that_nothing_takes(client: Any) -> None:
    target = "arn:aws:s3:::bucket"

    with pytest.raises(client.exceptions.InvalidParameterValueException, match=target):
        make_function(client, "another", target)

    assert [each["FunctionName"] for each in client.list_functions()["Functions"]] == ["sample"]
