"""Functions read the streams of tables."""

import itertools
import json
import time
from typing import Any

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws, eventually
from embedded_aws.tests.integration.server.queues.test_event_sources import Queue, Receiver

NUMBERS = itertools.count(1)


class Table:
    """A table with a stream of whole items."""

    def __init__(self, aws: EmbeddedAws) -> None:
        self.api, self.name = aws.client("dynamodb"), f"streamed{next(NUMBERS)}"
        description = self.api.create_table(
            TableName=self.name,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        self.stream = description["TableDescription"]["LatestStreamArn"]

    def put(self, key: str, **texts: str) -> None:
        item = {"id": {"S": key}, **{name: {"S": text} for name, text in texts.items()}}
        self.api.put_item(TableName=self.name, Item=item)


def read(table: Table, receiver: Receiver, start: str = "TRIM_HORIZON", **settings: Any) -> None:
    receiver.api.create_event_source_mapping(
        FunctionName=receiver.name,
        EventSourceArn=table.stream,
        StartingPosition=start,
        **settings,
    )


@pytest.fixture
def receiver(aws: EmbeddedAws) -> Receiver:
    return Receiver(aws)


@pytest.fixture
def table(aws: EmbeddedAws) -> Table:
    return Table(aws)


def records(receiver: Receiver) -> list[Any]:
    return [each for event in receiver.events() for each in event["Records"]]


def keys(receiver: Receiver) -> list[str]:
    return [each["dynamodb"]["Keys"]["id"]["S"] for each in records(receiver)]


def test_changes_reach_the_function_in_order(table: Table, receiver: Receiver) -> None:
    for number in range(3):
        table.put(f"k{number}")
    read(table, receiver)
    table.put("k0", text="changed")

    assert eventually(lambda: len(records(receiver)) == 4)
    assert keys(receiver) == ["k0", "k1", "k2", "k0"]
    first, *_, last = records(receiver)
    assert (first["eventName"], last["eventName"]) == ("INSERT", "MODIFY")
    assert (first["awsRegion"], first["eventSourceARN"]) == ("eu-central-1", table.stream)
    assert last["dynamodb"]["NewImage"]["text"] == {"S": "changed"}


def test_a_stream_is_read_from_its_end_when_the_mapping_says_so(
    table: Table, receiver: Receiver
) -> None:
    table.put("before")
    read(table, receiver, "LATEST")
    table.put("after")

    assert eventually(lambda: bool(records(receiver)))
    assert keys(receiver) == ["after"]


def test_records_that_no_filter_takes_are_passed_over(table: Table, receiver: Receiver) -> None:
    pattern = json.dumps({"dynamodb": {"Keys": {"id": {"S": ["chosen"]}}}})
    read(table, receiver, FilterCriteria={"Filters": [{"Pattern": pattern}]})
    for key in ("other", "chosen"):
        table.put(key)

    assert eventually(lambda: bool(records(receiver)))
    assert keys(receiver) == ["chosen"]


def test_a_batch_that_is_given_up_is_told_to_the_destination(
    aws: EmbeddedAws, table: Table, receiver: Receiver
) -> None:
    queue = Queue(aws)
    receiver.api.put_function_concurrency(
        FunctionName=receiver.name, ReservedConcurrentExecutions=0
    )
    read(
        table,
        receiver,
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": queue.arn}},
    )
    table.put("lost")

    assert eventually(lambda: queue.left(queue.url) == 1)
    [message] = queue.sqs.receive_message(QueueUrl=queue.url)["Messages"]
    batch = json.loads(message["Body"])["DDBStreamBatchInfo"]
    assert (batch["streamArn"], batch["batchSize"]) == (table.stream, 1)


def test_an_item_expires_as_the_services_own_deletion(table: Table, receiver: Receiver) -> None:
    now = int(time.time())
    table.api.update_time_to_live(
        TableName=table.name,
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"},
    )
    times = {"past": now - 1, "future": now + 3600, "mistake": now - 6 * 365 * 24 * 3600}
    for name, at in times.items():
        item = {"id": {"S": name}, "until": {"N": str(at)}}
        table.api.put_item(TableName=table.name, Item=item)
    table.api.put_item(TableName=table.name, Item={"id": {"S": "text"}, "until": {"S": str(now)}})
    read(table, receiver)

    assert eventually(lambda: len(records(receiver)) == 5)
    removed = records(receiver)[-1]
    assert (removed["eventName"], removed["dynamodb"]["Keys"]["id"]["S"]) == ("REMOVE", "past")
    assert removed["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    items = table.api.scan(TableName=table.name)["Items"]
    assert {each["id"]["S"] for each in items} == {"future", "mistake", "text"}
