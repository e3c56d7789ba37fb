"""Answers of writes: the item before or after, capacity, item collections."""

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    COUNTED,
    Body,
    Dynamo,
    Refused,
    get,
    key,
    number,
    put,
    query,
    text,
    update,
)

BEFORE = {"n": number(1), "m": {"M": {"x": number(1), "y": number(2)}}}
RETURNED = {
    "NONE": None,
    "ALL_OLD": {**key("returned"), **BEFORE},
    "ALL_NEW": {**key("returned"), "n": number(2), "m": {"M": {"x": number(3), "y": number(2)}}},
    "UPDATED_OLD": {"n": number(1), "m": {"M": {"x": number(1)}}},
    "UPDATED_NEW": {"n": number(2), "m": {"M": {"x": number(3)}}},
}
ENUM = "Member must satisfy enum value set: [{}]"
REFUSED = {
    "an unknown form": Refused(
        *put("returned")[:1],
        {**put("returned")[1], "ReturnValues": "OLD"},
        f"{COUNTED}Value 'OLD' at 'returnValues' failed to satisfy constraint: "
        + ENUM.format("ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW"),
    ),
    "the new item of a Put": Refused(
        "PutItem",
        {**put("returned")[1], "ReturnValues": "ALL_NEW"},
        "ReturnValues can only be ALL_OLD or NONE",
    ),
    "unknown capacity": Refused(
        *get("returned", ReturnConsumedCapacity="SOME"),
        f"{COUNTED}Value 'SOME' at 'returnConsumedCapacity' failed to satisfy constraint: "
        + ENUM.format("INDEXES, TOTAL, NONE"),
    ),
}


@pytest.fixture
def stored(dynamo: Dynamo) -> Dynamo:
    dynamo.do("PutItem", **put("returned", "0", **BEFORE)[1])
    return dynamo


@pytest.mark.parametrize("form", RETURNED)
def test_an_update_returns_what_is_requested(stored: Dynamo, form: str) -> None:
    _, request = update("returned", "SET n = :n, m.x = :x", n=number(2), x=number(3))

    answer = stored.do("UpdateItem", **{**request, "ReturnValues": form})

    assert answer.get("Attributes") == RETURNED[form]


@pytest.mark.parametrize("row", REFUSED)
def test_an_unknown_form_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests have these messages."""
    assert REFUSED[row].holds(dynamo)


def test_puts_and_deletes_return_the_item_before(stored: Dynamo) -> None:
    before = {**key("returned"), **BEFORE}

    replaced = stored.do("PutItem", **put("returned")[1], ReturnValues="ALL_OLD")
    request = {"TableName": "things", "Key": key("returned"), "ReturnValues": "ALL_OLD"}
    deleted = [stored.do("DeleteItem", **request) for _ in range(2)]

    assert replaced == {"Attributes": before}
    assert deleted == [{"Attributes": key("returned")}, {}]


CAPACITY: dict[str, tuple[tuple[str, Body], Body]] = {
    "a read": (get("big", ReturnConsumedCapacity="TOTAL"), {"CapacityUnits": 1.0}),
    "a consistent read": (
        get("big", ReturnConsumedCapacity="INDEXES", ConsistentRead=True),
        {"CapacityUnits": 2.0, "Table": {"CapacityUnits": 2.0}},
    ),
    "a query": (
        query("pk = :p", {"p": text("big")}, ReturnConsumedCapacity="TOTAL"),
        {"CapacityUnits": 1.0},
    ),
    "a query of an index": (
        query(
            "color = :c",
            {"c": text("none")},
            IndexName="by_color",
            ReturnConsumedCapacity="INDEXES",
        ),
        {
            "CapacityUnits": 0.5,
            "Table": {"CapacityUnits": 0},
            "GlobalSecondaryIndexes": {"by_color": {"CapacityUnits": 0.5}},
        },
    ),
}


@pytest.mark.parametrize("row", CAPACITY)
def test_reads_consume_units_of_4_kilobytes(dynamo: Dynamo, row: str) -> None:
    dynamo.do("PutItem", **put("big", v=text("x" * 5000))[1])
    (operation, body), consumed = CAPACITY[row]

    answer = dynamo.do(operation, **body)

    assert answer["ConsumedCapacity"] == {"TableName": "things", **consumed}


def test_writes_consume_units_of_a_kilobyte_of_the_table_and_its_indexes(dynamo: Dynamo) -> None:
    indexed = {"color": text("green"), "weight": number(1)}
    dynamo.do("DeleteItem", TableName="things", Key=key("units"))

    _, request = put("units", "0", v=text("x" * 1500), **indexed)
    answer = dynamo.do("PutItem", **request, ReturnConsumedCapacity="INDEXES")

    assert answer["ConsumedCapacity"] == {
        "TableName": "things",
        "CapacityUnits": 4.0,
        "Table": {"CapacityUnits": 2.0},
        "GlobalSecondaryIndexes": {"by_color": {"CapacityUnits": 1.0}},
        "LocalSecondaryIndexes": {"by_weight": {"CapacityUnits": 1.0}},
    }


def test_capacity_is_not_reported_without_a_request(stored: Dynamo) -> None:
    assert stored.do("PutItem", **put("returned")[1]) == {}


def test_a_write_tells_its_item_collection_on_request(stored: Dynamo) -> None:
    answer = stored.do("PutItem", **put("returned")[1], ReturnItemCollectionMetrics="SIZE")

    assert answer["ItemCollectionMetrics"] == {
        "ItemCollectionKey": {"pk": text("returned")},
        "SizeEstimateRangeGB": [0.0, 1.0],
    }
