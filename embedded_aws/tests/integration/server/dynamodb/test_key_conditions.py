"""Conditions on keys: equality of the partition, one condition on the sort key, right types."""

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    INVALID,
    Body,
    Dynamo,
    Refused,
    number,
    put,
    query,
    text,
)

BAD = "Invalid KeyConditionExpression: "
ALONE = f"{BAD}Invalid condition in KeyConditionExpression: "
OPERATOR = f"{BAD}Invalid operator used in KeyConditionExpression: "
MISSED = "Query condition missed key schema element: "
TYPE = f"{INVALID}Condition parameter type does not match schema type"
P = {"p": text("keys")}
PS = {**P, "s": text("2")}
FAULTS: dict[str, tuple[tuple[str, Body], str]] = {
    "OR between keys": (query("pk = :p OR sk = :s", PS), f"{OPERATOR}OR"),
    "NOT": (query("pk = :p AND NOT sk = :s", PS), f"{OPERATOR}NOT"),
    "IN": (query("pk = :p AND sk IN (:s)", PS), f"{OPERATOR}IN"),
    "another value": (query("pk = :p AND sk <> :s", PS), f"{OPERATOR}<>"),
    "contains": (query("pk = :p AND contains(sk, :s)", PS), f"{OPERATOR}contains"),
    "size": (
        query("pk = :p AND size(sk) = :s", PS),
        f"{BAD}KeyConditionExpressions cannot contain nested operations",
    ),
    "two attributes": (
        ("Query", {"TableName": "things", "KeyConditionExpression": "pk = sk"}),
        f"{ALONE}Multiple attribute names used in one condition",
    ),
    "no attribute": (query(":p = :s", PS), f"{ALONE}No key attribute specified"),
    "a nested attribute": (
        query("pk = :p AND m.x = :s", PS),
        f"{BAD}KeyConditionExpressions cannot have conditions on nested attributes",
    ),
    "a key twice": (
        query("pk = :p AND sk > :s AND sk < :t", {**PS, "t": text("9")}),
        f"{BAD}KeyConditionExpressions must only contain one condition per key",
    ),
    "BETWEEN reversed": (
        query("pk = :p AND sk BETWEEN :s AND :t", {**PS, "t": text("1")}),
        f"{BAD}The BETWEEN operator requires upper bound to be greater than or equal to lower "
        "bound; lower bound operand: AttributeValue: {S:2}, upper bound operand: AttributeValue: "
        "{S:1}",
    ),
    "begins_with a number": (
        query("pk = :p AND begins_with(sk, :s)", {**P, "s": number(2)}),
        f"{BAD}Incorrect operand type for operator or function; operator or function: begins_with, "
        "operand type: N",
    ),
    "an undefined name": (
        query("#p = :p", P),
        f"{BAD}An expression attribute name used in the document path is not defined; attribute "
        "name: #p",
    ),
    "no partition": (query("sk = :s", {"s": text("2")}), f"{MISSED}pk"),
    "another attribute": (query("pk = :p AND color = :s", PS), f"{MISSED}sk"),
    "the partition of another type": (query("pk = :p", {"p": number(1)}), TYPE),
    "the sort key of another type": (
        query("pk = :p AND sk = :s", {**P, "s": number(1)}),
        TYPE,
    ),
    "an index key of another type": (
        query("color = :p AND weight = :s", PS, IndexName="by_color"),
        TYPE,
    ),
    "a range of partitions": (query("pk > :p", P), "Query key condition not supported"),
    "an unknown index": (
        query("pk = :p", P, IndexName="by_name"),
        "The table does not have the specified index: by_name",
    ),
    "consistency of a global index": (
        query("color = :p", P, IndexName="by_color", ConsistentRead=True),
        "Consistent reads are not supported on global secondary indexes",
    ),
    "a filter on the sort key": (
        query("pk = :p", PS, FilterExpression="sk = :s"),
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
    ),
    "a filter on an index key": (
        query("color = :p", PS, IndexName="by_color", FilterExpression="weight = :s"),
        "Filter Expression can only contain non-primary key attributes: "
        "Primary key attribute: weight",
    ),
    "an attribute that a global index lacks": (
        query("color = :p", P, IndexName="by_color", ProjectionExpression="n"),
        f"{INVALID}Global secondary index by_color does not project [n]",
    ),
    "no condition": (
        ("Query", {"TableName": "things"}),
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
        "request.",
    ),
}
REFUSED = {name: Refused(*request, message) for name, (request, message) in FAULTS.items()}
ITEMS = [
    put("keys", str(sort), color=text("red"), weight=number(9 - sort), note=text("x"), n=number(1))
    for sort in range(1, 5)
]
RANGES: dict[str, tuple[str, Body, str]] = {
    "one": ("pk = :p AND sk = :s", PS, "2"),
    "one, the other way round": (":p = pk AND :s = sk", PS, "2"),
    "less": ("pk = :p AND sk < :s", PS, "1"),
    "less or equal": ("pk = :p AND sk <= :s", PS, "12"),
    "greater, the other way round": ("pk = :p AND :s < sk", PS, "34"),
    "greater or equal": ("sk >= :s AND pk = :p", PS, "234"),
    "between": ("pk = :p AND sk BETWEEN :s AND :t", {**PS, "t": text("3")}, "23"),
    "a beginning": ("pk = :p AND begins_with(sk, :s)", PS, "2"),
    "in parentheses": ("(pk = :p) AND (sk = :s)", PS, "2"),
}


@pytest.fixture(scope="module")
def stored(dynamo: Dynamo) -> Dynamo:
    for operation, body in ITEMS:
        dynamo.do(operation, **body)
    return dynamo


def sorts(answer: Body) -> str:
    return "".join(item["sk"]["S"] for item in answer["Items"])


@pytest.mark.parametrize("row", REFUSED)
def test_a_condition_that_no_key_may_have_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests, and moto's that were run on AWS."""
    assert REFUSED[row].holds(dynamo)


@pytest.mark.parametrize("row", RANGES)
def test_a_query_reads_the_range_that_it_names(stored: Dynamo, row: str) -> None:
    condition, values, expected = RANGES[row]

    assert sorts(stored.do("Query", **query(condition, values)[1])) == expected


def test_an_index_is_read_in_its_own_order(stored: Dynamo) -> None:
    _, request = query(
        "pk = :p AND weight BETWEEN :l AND :h",
        {**P, "l": number(6), "h": number(8)},
        IndexName="by_weight",
        ScanIndexForward=False,
    )

    assert sorts(stored.do("Query", **request)) == "123"


def test_an_index_has_the_attributes_that_it_projects(stored: Dynamo) -> None:
    values = {"c": text("red"), "w": number(8)}

    _, request = query("color = :c AND weight = :w", values, IndexName="by_color")

    assert stored.do("Query", **request)["Items"] == [
        {
            "pk": text("keys"),
            "sk": text("1"),
            "color": text("red"),
            "weight": number(8),
            "note": text("x"),
        }
    ]


def test_a_local_index_reads_from_the_table_what_it_does_not_project(stored: Dynamo) -> None:
    condition, values = "pk = :p AND weight = :w", {**P, "w": number(8)}

    _, chosen = query(condition, values, IndexName="by_weight", ProjectionExpression="n")
    _, whole = query(condition, values, IndexName="by_weight", Select="ALL_ATTRIBUTES")

    assert stored.do("Query", **chosen)["Items"] == [{"n": number(1)}]
    assert stored.do("Query", **whole)["Items"] == [ITEMS[0][1]["Item"]]
