"""Functions are invoked by queues, topics, buckets and rules."""

import itertools
import json
from typing import Any

import pytest

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.conftest import EmbeddedAws, eventually
from embedded_aws.tests.integration.server.trust import TRUST

NUMBERS = itertools.count(1)
TELLS = """
import json

def handle(event, context):
    print("EVENT " + json.dumps(event))
    bodies = [each.get("body") for each in event.get("Records", [])]
    if "bad" in bodies:
        raise ValueError("bad")
    failed = [each["messageId"] for each in event.get("Records", []) if each.get("body") == "late"]
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}
"""

READING = "arn:aws:iam::aws:policy/service-role/AWSLambda{}ExecutionRole"


class Receiver:
    """A function that prints the events that it gets."""

    def __init__(self, aws: EmbeddedAws) -> None:
        self.aws, self.name = aws, f"receiver{next(NUMBERS)}"
        iam, self.api = aws.client("iam"), aws.client("lambda")
        role = iam.create_role(RoleName=self.name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        for policy in ("SQSQueue", "DynamoDB"):
            iam.attach_role_policy(RoleName=self.name, PolicyArn=READING.format(policy))
        aws.client("logs").create_log_group(logGroupName=f"/aws/lambda/{self.name}")
        self.arn = self.api.create_function(
            FunctionName=self.name,
            Runtime="python3.13",
            Role=role,
            Handler="main.handle",
            Code={"ZipFile": zipped(TELLS)},
        )["FunctionArn"]

    def permit(self, principal: str, source: str) -> None:
        self.api.add_permission(
            FunctionName=self.name,
            StatementId=principal.split(".", maxsplit=1)[0],
            Action="lambda:InvokeFunction",
            Principal=principal,
            SourceArn=source,
        )

    def events(self) -> list[Any]:
        logs = self.aws.client("logs")
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{self.name}")["events"]
        texts = [each["message"] for each in events]
        return [json.loads(text[6:]) for text in texts if text.startswith("EVENT ")]

    def event(self) -> Any:
        """The first event, once it is there."""
        assert eventually(lambda: bool(self.events()))
        return self.events()[0]


class Queue:
    """A queue whose messages come back after three seconds, and go elsewhere after two."""

    def __init__(self, aws: EmbeddedAws) -> None:
        self.sqs, name = aws.client("sqs"), f"queue{next(NUMBERS)}"
        self.dead = self.sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
        redrive = {"deadLetterTargetArn": self.arn_of(self.dead), "maxReceiveCount": "2"}
        settings = {"VisibilityTimeout": "3", "RedrivePolicy": json.dumps(redrive)}
        self.url = self.sqs.create_queue(QueueName=name, Attributes=settings)["QueueUrl"]
        self.arn = self.arn_of(self.url)

    def arn_of(self, url: str) -> str:
        given = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return str(given["Attributes"]["QueueArn"])

    def send(self, body: str, **attributes: str) -> None:
        named = {
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        }
        self.sqs.send_message(QueueUrl=self.url, MessageBody=body, MessageAttributes=named)

    def left(self, url: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        given = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(value) for value in given.values())


@pytest.fixture
def receiver(aws: EmbeddedAws) -> Receiver:
    return Receiver(aws)


def test_a_queues_messages_reach_the_function_and_are_deleted(
    aws: EmbeddedAws, receiver: Receiver
) -> None:
    queue = Queue(aws)
    receiver.api.create_event_source_mapping(FunctionName=receiver.name, EventSourceArn=queue.arn)

    queue.send("good", colour="red")

    [record] = receiver.event()["Records"]
    assert (record["body"], record["eventSource"], record["eventSourceARN"]) == (
        "good",
        "aws:sqs",
        queue.arn,
    )
    assert record["messageAttributes"]["colour"]["stringValue"] == "red"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert eventually(lambda: queue.left(queue.url) == 0)


def test_a_failed_batch_comes_back_and_ends_in_the_dead_letters(
    aws: EmbeddedAws, receiver: Receiver
) -> None:
    queue = Queue(aws)
    receiver.api.create_event_source_mapping(FunctionName=receiver.name, EventSourceArn=queue.arn)

    queue.send("bad")

    assert eventually(lambda: queue.left(queue.dead) == 1, seconds=30)
    assert len(receiver.events()) == 2


def test_messages_that_are_reported_come_back_alone(aws: EmbeddedAws, receiver: Receiver) -> None:
    queue = Queue(aws)
    for body in ("good", "late"):
        queue.send(body)

    receiver.api.create_event_source_mapping(
        FunctionName=receiver.name,
        EventSourceArn=queue.arn,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )

    assert eventually(lambda: queue.left(queue.dead) == 1, seconds=30)
    batches = [[each["body"] for each in event["Records"]] for event in receiver.events()]
    assert (sorted(batches[0]), batches[1]) == (["good", "late"], ["late"])


def test_messages_that_no_filter_takes_are_deleted(aws: EmbeddedAws, receiver: Receiver) -> None:
    queue = Queue(aws)
    pattern = json.dumps({"body": {"kind": ["order"]}})
    receiver.api.create_event_source_mapping(
        FunctionName=receiver.name,
        EventSourceArn=queue.arn,
        FilterCriteria={"Filters": [{"Pattern": pattern}]},
    )

    queue.send('{"kind": "other"}')
    queue.send('{"kind": "order"}')

    [record] = receiver.event()["Records"]
    assert record["body"] == '{"kind": "order"}'
    assert eventually(lambda: queue.left(queue.url) == 0)
    assert len(receiver.events()) == 1


def test_a_second_mapping_of_queue_and_function_is_a_conflict(
    aws: EmbeddedAws, receiver: Receiver
) -> None:
    queue, api = Queue(aws), receiver.api
    first = api.create_event_source_mapping(FunctionName=receiver.name, EventSourceArn=queue.arn)

    with pytest.raises(api.exceptions.ResourceConflictException, match=first["UUID"]):
        api.create_event_source_mapping(FunctionName=receiver.name, EventSourceArn=queue.arn)


def test_a_topic_invokes_its_subscriber(aws: EmbeddedAws, receiver: Receiver) -> None:
    sns = aws.client("sns")
    topic = sns.create_topic(Name=f"topic{next(NUMBERS)}")["TopicArn"]
    receiver.permit("sns.amazonaws.com", topic)
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=receiver.arn)

    sns.publish(TopicArn=topic, Message="news", Subject="Today")

    [record] = receiver.event()["Records"]
    assert (record["EventSource"], record["Sns"]["TopicArn"]) == ("aws:sns", topic)
    assert (record["Sns"]["Message"], record["Sns"]["Subject"]) == ("news", "Today")


def test_a_bucket_notifies_a_function(aws: EmbeddedAws, receiver: Receiver) -> None:
    s3, bucket = aws.client("s3"), f"bucket{next(NUMBERS)}"
    place = {"LocationConstraint": "eu-central-1"}
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    receiver.permit("s3.amazonaws.com", f"arn:aws:s3:::{bucket}")
    notified = {"LambdaFunctionArn": receiver.arn, "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"LambdaFunctionConfigurations": [notified]}
    )

    s3.put_object(Bucket=bucket, Key="a b", Body=b"x")

    [record] = receiver.event()["Records"]
    assert (record["eventSource"], record["eventName"]) == ("aws:s3", "ObjectCreated:Put")
    assert (record["s3"]["bucket"]["name"], record["s3"]["object"]["key"]) == (bucket, "a+b")


def rule(aws: EmbeddedAws, arn: str, source: str, **target: Any) -> str:
    """A rule for one source with one target; its ARN."""
    events, name = aws.client("events"), f"rule{next(NUMBERS)}"
    created = events.put_rule(Name=name, EventPattern=json.dumps({"source": [source]}))
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": arn, **target}])
    return str(created["RuleArn"])


def put(aws: EmbeddedAws, source: str) -> Any:
    entry = {"Source": source, "DetailType": "d", "Detail": json.dumps({"id": 7})}
    return aws.client("events").put_events(Entries=[entry])


def test_a_rule_invokes_a_function_with_the_event(aws: EmbeddedAws, receiver: Receiver) -> None:
    receiver.permit("events.amazonaws.com", rule(aws, receiver.arn, "whole"))

    put(aws, "whole")

    event = receiver.event()
    assert (event["source"], event["detail-type"], event["detail"]) == ("whole", "d", {"id": 7})


def test_a_rule_gives_the_part_that_it_names(aws: EmbeddedAws, receiver: Receiver) -> None:
    receiver.permit("events.amazonaws.com", rule(aws, receiver.arn, "part", InputPath="$.detail"))

    put(aws, "part")

    assert receiver.event() == {"id": 7}


def test_a_target_that_is_not_there_is_no_fault_of_the_sender(aws: EmbeddedAws) -> None:
    rule(aws, "arn:aws:sqs:eu-central-1:123456789012:nowhere", "lost")

    answer = put(aws, "lost")

    assert answer["FailedEntryCount"] == 0
    assert (
        "did not reach arn:aws:sqs:eu-central-1:123456789012:nowhere"
        in (aws.folder / "aws.log").read_text()
    )


def test_a_function_without_a_permission_for_the_source_is_not_invoked(
    aws: EmbeddedAws, receiver: Receiver
) -> None:
    rule(aws, receiver.arn, "unpermitted")

    put(aws, "unpermitted")

    log = (aws.folder / "aws.log").read_text()
    assert f"events.amazonaws.com may not invoke {receiver.arn}" in log
    assert receiver.events() == []
