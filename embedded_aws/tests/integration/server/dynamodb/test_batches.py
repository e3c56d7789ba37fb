"""BatchGetItem and BatchWriteItem."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    COUNTED,
    Body,
    Dynamo,
    Refused,
    key,
    number,
    put,
    text,
)

TWICE = "Provided list of item keys contains duplicates"
SCHEMA = "The provided key element does not match the schema"
LENGTH = (
    "failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less"
    " than or equal to 25, Member must have length greater than or equal to 1]"
)


def puts(count: int, **attributes: Any) -> list[Body]:
    return [{"PutRequest": {"Item": key("batch", str(sort)) | attributes}} for sort in range(count)]


def writes(requests: list[Body], **tables: list[Body]) -> Body:
    return {"RequestItems": {"things": requests, **tables}}


DELETE = {"DeleteRequest": {"Key": key("batch", "0")}}
WRITES = {
    "26 writes": (writes(puts(26)), f"{COUNTED}Value at 'requestItems' {LENGTH}"),
    "no writes": (writes([]), f"{COUNTED}Value at 'requestItems' {LENGTH}"),
    "26 writes of two tables": (
        writes(puts(25), counters=[{"DeleteRequest": {"Key": {"id": number(1)}}}]),
        "Too many items requested for the BatchWriteItem call",
    ),
    "a key twice": (writes([*puts(1), DELETE]), TWICE),
    "a key that is none": (
        writes([{"DeleteRequest": {"Key": {"pk": text("batch")}}}]),
        SCHEMA,
    ),
    "an item without its key": (
        writes([{"PutRequest": {"Item": {"pk": text("batch")}}}]),
        "The provided key element does not match the schema",
    ),
    "an item beyond 400 KB": (
        writes(puts(1, v=text("x" * 409_600))),
        "Item size has exceeded the maximum allowed size",
    ),
    "a set with a value twice": (
        writes(puts(1, v={"NS": ["1", "1"]})),
        "Input collection contains duplicates",
    ),
}


def reads(keys: list[Body], **parameters: Any) -> Body:
    return {"RequestItems": {"things": {"Keys": keys, **parameters}}}


READS = {
    "101 keys": (
        reads([key("batch", str(sort)) for sort in range(101)]),
        f"{COUNTED}Value at 'requestItems.things.member.keys' failed to satisfy constraint: "
        "Member must have length less than or equal to 100",
    ),
    "a key twice": (reads([key("batch"), key("batch")]), TWICE),
    "a key that is none": (reads([{"pk": text("batch")}]), SCHEMA),
    "an unused name": (
        reads([key("batch")], ProjectionExpression="n", ExpressionAttributeNames={"#n": "n"}),
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}",
    ),
}


@pytest.mark.parametrize("row", WRITES)
def test_a_batch_of_writes_at_fault_is_refused_whole(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests have these messages."""
    body, message = WRITES[row]
    dynamo.do("DeleteItem", TableName="things", Key=key("batch", "0"))

    assert Refused("BatchWriteItem", body, message).holds(dynamo)
    assert "Item" not in dynamo.do("GetItem", TableName="things", Key=key("batch", "0"))


@pytest.mark.parametrize("row", READS)
def test_a_batch_of_reads_at_fault_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's and moto's tests have these messages."""
    body, message = READS[row]

    assert Refused("BatchGetItem", body, message).holds(dynamo)


def test_a_batch_names_a_table_that_is_not_there(dynamo: Dynamo) -> None:
    answer = dynamo.ask("BatchWriteItem", RequestItems={"absent": puts(1)})

    assert (answer.code, answer.message) == (
        "ResourceNotFoundException",
        "Requested resource not found",
    )


def test_a_batch_writes_deletes_and_reads(dynamo: Dynamo) -> None:
    dynamo.do("PutItem", **put("gone")[1])
    requests = [*puts(2, n=number("1.0")), {"DeleteRequest": {"Key": key("gone")}}]

    dynamo.do("BatchWriteItem", **writes(requests))
    keys = [key("batch", "0"), key("batch", "1"), key("gone")]
    answer = dynamo.do("BatchGetItem", **reads(keys, ProjectionExpression="n, sk"))

    assert answer["UnprocessedKeys"] == {}
    assert answer["Responses"]["things"] == [
        {"n": number(1), "sk": text("0")},
        {"n": number(1), "sk": text("1")},
    ]


def test_a_batch_leaves_what_is_beyond_16_megabytes(dynamo: Dynamo) -> None:
    keys = [key("batch of heavy", str(sort)) for sort in range(45)]
    for each in keys:
        dynamo.do("PutItem", TableName="things", Item={**each, "v": text("x" * 400_000)})

    answer = dynamo.do("BatchGetItem", **reads(keys, ConsistentRead=True))

    read = len(answer["Responses"]["things"])
    assert read == 41
    assert answer["UnprocessedKeys"]["things"] == {"Keys": keys[41:], "ConsistentRead": True}
