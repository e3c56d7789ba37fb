"""Tables: billing, indexes, expiry, tags, lists, figures, streams."""

from collections.abc import Iterator

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.dynamodb.asking import (
    INVALID,
    Body,
    Dynamo,
    Refused,
    number,
    text,
)
from embedded_aws.tests.integration.server.dynamodb.conftest import THINGS

UNITS = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}
NONE = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}
BOTH = (
    f"{INVALID}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
    "PROVISIONED"
)
NEITHER = (
    f"{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode "
    "is PAY_PER_REQUEST"
)
NOTHING = (
    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
    "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required"
)


def expiry(name: str = "expires", *, enabled: bool = True) -> Body:
    return {"TimeToLiveSpecification": {"AttributeName": name, "Enabled": enabled}}


@pytest.fixture
def table(dynamo: Dynamo) -> Iterator[str]:
    name = "changing"
    dynamo.do("CreateTable", **{**THINGS, "TableName": name})
    yield name
    dynamo.do("DeleteTable", TableName=name)


def described(dynamo: Dynamo, table: str) -> Body:
    description: Body = dynamo.do("DescribeTable", TableName=table)["Table"]
    return description


def units(description: Body) -> Body:
    return {name: description["ProvisionedThroughput"][name] for name in UNITS}


CHANGES: dict[str, tuple[Body, str]] = {
    "nothing": ({}, NOTHING),
    "provisioned without units": ({"BillingMode": "PROVISIONED"}, BOTH),
    "units on demand": ({"ProvisionedThroughput": UNITS}, NEITHER),
    "on demand with units": (
        {"BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": UNITS},
        NEITHER,
    ),
}


@pytest.mark.parametrize("row", CHANGES)
def test_a_change_that_does_not_fit_the_billing_is_refused(
    dynamo: Dynamo, table: str, row: str
) -> None:
    change, message = CHANGES[row]

    assert Refused("UpdateTable", {"TableName": table, **change}, message).holds(dynamo)


def test_a_table_changed_to_on_demand_has_no_units(dynamo: Dynamo, table: str) -> None:
    index = {"Update": {"IndexName": "by_color", "ProvisionedThroughput": UNITS}}
    provisioned = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": UNITS}
    dynamo.do("UpdateTable", TableName=table, **provisioned, GlobalSecondaryIndexUpdates=[index])
    before = described(dynamo, table)

    dynamo.do("UpdateTable", TableName=table, BillingMode="PAY_PER_REQUEST")

    after = described(dynamo, table)
    assert units(before) == units(before["GlobalSecondaryIndexes"][0]) == UNITS
    assert units(after) == units(after["GlobalSecondaryIndexes"][0]) == NONE
    assert after["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert after["BillingModeSummary"]["LastUpdateToPayPerRequestDateTime"]


def test_the_present_units_are_no_change(dynamo: Dynamo, table: str) -> None:
    provisioned = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": UNITS}
    dynamo.do("UpdateTable", TableName=table, **provisioned)

    answer = dynamo.ask("UpdateTable", TableName=table, ProvisionedThroughput=UNITS)

    assert answer.code == "ValidationException"
    assert answer.message.startswith("The provisioned throughput for the table will not change.")


@pytest.mark.parametrize("verb", ["Delete", "Update"])
def test_an_index_that_is_not_there_cannot_be_changed(
    dynamo: Dynamo, table: str, verb: str
) -> None:
    change = {verb: {"IndexName": "by_name"}}
    if verb == "Update":
        change[verb] |= {"ProvisionedThroughput": UNITS}  # type: ignore[dict-item]

    answer = dynamo.ask("UpdateTable", TableName=table, GlobalSecondaryIndexUpdates=[change])

    assert answer.code == "ResourceNotFoundException"


def test_encryption_and_class_of_a_table_can_be_changed(dynamo: Dynamo, table: str) -> None:
    changes = {"SSESpecification": {"Enabled": True}, "TableClass": "STANDARD_INFREQUENT_ACCESS"}

    dynamo.do("UpdateTable", TableName=table, **changes)

    after = described(dynamo, table)
    assert after["SSEDescription"]["Status"] == "ENABLED"
    assert after["TableClassSummary"] == {"TableClass": "STANDARD_INFREQUENT_ACCESS"}


def test_expiry_is_enabled_and_disabled_once(dynamo: Dynamo, table: str) -> None:
    def change(specification: Body) -> str:
        return dynamo.ask("UpdateTimeToLive", TableName=table, **specification).message

    messages = [
        change(expiry(enabled=False)),
        change(expiry()),
        change(expiry()),
        change(expiry("other")),
        change(expiry(enabled=False)),
    ]

    assert messages == [
        "TimeToLive is already disabled",
        "",
        "TimeToLive is already enabled",
        "TimeToLive is active on a different AttributeName: current AttributeName is expires",
        "",
    ]
    description = dynamo.do("DescribeTimeToLive", TableName=table)["TimeToLiveDescription"]
    assert description == {"TimeToLiveStatus": "DISABLED"}


def test_a_table_tells_its_figures(dynamo: Dynamo, table: str) -> None:
    item = {"pk": text("a"), "sk": text("b"), "color": text("red"), "weight": number(1)}
    dynamo.do("PutItem", TableName=table, Item={**item, "n": text("x" * 100)})

    description = described(dynamo, table)

    [index] = description["GlobalSecondaryIndexes"]
    assert (description["ItemCount"], description["TableSizeBytes"]) == (1, 123)
    assert (index["ItemCount"], index["IndexSizeBytes"]) == (1, 22)
    assert index["IndexArn"] == f"{description['TableArn']}/index/by_color"


def test_a_tag_has_one_value(dynamo: Dynamo, table: str) -> None:
    arn = described(dynamo, table)["TableArn"]
    for value in "ab":
        dynamo.do("TagResource", ResourceArn=arn, Tags=[{"Key": "k", "Value": value}])

    tags = dynamo.do("ListTagsOfResource", ResourceArn=arn)["Tags"]
    absent = dynamo.ask("TagResource", ResourceArn=f"{arn}x", Tags=tags)

    assert tags == [{"Key": "k", "Value": "b"}]
    assert absent.code == "ResourceNotFoundException"


def test_tables_are_listed_by_name(dynamo: Dynamo, table: str) -> None:
    names = dynamo.do("ListTables")["TableNames"]

    page = dynamo.do("ListTables", ExclusiveStartTableName="changin", Limit=1)

    assert names == sorted(names)
    assert page == {"TableNames": [table], "LastEvaluatedTableName": table}


def test_a_table_that_is_not_there_is_named(dynamo: Dynamo) -> None:
    for operation in ("DescribeTable", "UpdateTimeToLive", "DescribeTimeToLive"):
        body = expiry() if operation == "UpdateTimeToLive" else {}
        answer = dynamo.ask(operation, TableName="absent", **body)
        assert (answer.code, answer.message) == (
            "ResourceNotFoundException",
            "Requested resource not found: Table: absent not found",
        )


def test_a_stream_has_a_record_for_each_change(aws: EmbeddedAws, dynamo: Dynamo) -> None:
    dynamo.do(
        "CreateTable",
        TableName="streamed",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    key = {"TableName": "streamed", "Key": {"id": text("a")}}
    add = {
        "UpdateExpression": "ADD n :n",
        "ExpressionAttributeValues": {":n": number("1.0")},
    }
    dynamo.do("UpdateItem", **key, **add)
    dynamo.do("UpdateItem", **key, **add)
    dynamo.do("PutItem", TableName="streamed", Item={"id": text("a"), "n": number(2)})
    dynamo.do("DeleteItem", **key)
    dynamo.do("DeleteItem", **key)

    streams = aws.client("dynamodbstreams")
    [stream] = streams.list_streams(TableName="streamed")["Streams"]
    arn = stream["StreamArn"]
    [shard] = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    place = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
    iterator = streams.get_shard_iterator(**place)["ShardIterator"]
    records = streams.get_records(ShardIterator=iterator)["Records"]
    dynamo.do("DeleteTable", TableName="streamed")

    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    images = [record["dynamodb"].get("NewImage", {}).get("n") for record in records]
    assert images == [number(1), number(2), None]
