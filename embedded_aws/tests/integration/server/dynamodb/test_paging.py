"""Pages of Query and Scan: limits, starting keys, a megabyte, segments."""

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
    query,
    text,
)

START = "The provided starting key is invalid"
SCHEMA = "The provided key element does not match the schema"
P = {"p": text("pages")}


def after(
    start: Body, condition: str = "pk = :p", values: Body = P, /, **more: Any
) -> tuple[str, Body]:
    return query(condition, values, ExclusiveStartKey=start, **more)


STARTS = {
    "of another partition": Refused(
        *after(key("elsewhere", "2")),
        "The provided starting key is outside query boundaries based on provided conditions",
    ),
    "incomplete": Refused(*after({"pk": text("pages")}), START),
    "with another attribute": Refused(*after({**key("pages"), "n": number(1)}), START),
    "of another type": Refused(
        *after({"pk": text("pages"), "sk": number(1)}), f"{START}: {SCHEMA}"
    ),
    "outside of the range": Refused(
        *after(key("pages", "1"), "pk = :p AND sk > :s", {**P, "s": text("2")}),
        "The provided starting key does not match the range key predicate",
    ),
    "of an index without its keys": Refused(
        *after(key("pages"), "color = :p", IndexName="by_color"), START
    ),
    "of a scan, incomplete": Refused(
        "Scan",
        {"TableName": "things", "ExclusiveStartKey": {"pk": text("pages")}},
        f"{START}: {SCHEMA}",
    ),
    "that is no value": Refused(
        *after({"pk": text("pages"), "sk": {}}),
        f"{START}: Supplied AttributeValue is empty, must contain exactly one of the supported "
        "datatypes",
    ),
}
SEGMENTS = {
    "without a count": (
        {"Segment": 0},
        "The TotalSegments parameter is required but was not present in the request when Segment "
        "parameter is present",
    ),
    "without a number": (
        {"TotalSegments": 2},
        "The Segment parameter is required but was not present in the request when parameter "
        "TotalSegments is present",
    ),
    "beyond the count": (
        {"Segment": 3, "TotalSegments": 3},
        "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
        "Segment: 3 is not less than TotalSegments: 3",
    ),
}
SELECTS = {
    "projected attributes of a table": Refused(
        *query("pk = :p", P, Select="ALL_PROJECTED_ATTRIBUTES"),
        f"{COUNTED}ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
    ),
    "specific attributes without their names": Refused(
        *query("pk = :p", P, Select="SPECIFIC_ATTRIBUTES"),
        f"{COUNTED}Must specify the AttributesToGet or ProjectionExpression when choosing to get "
        "SPECIFIC_ATTRIBUTES",
    ),
    "a count with a projection": Refused(
        *query("pk = :p", P, Select="COUNT", ProjectionExpression="n"),
        f"{COUNTED}Cannot specify the ProjectionExpression when choosing to get only the Count",
    ),
    "all attributes of a global index that has some": Refused(
        *query("color = :p", P, IndexName="by_color", Select="ALL_ATTRIBUTES"),
        "Select type ALL_ATTRIBUTES is not supported for global secondary index by_color because "
        "its projection type is not ALL",
    ),
    "an unknown choice": Refused(
        *query("pk = :p", P, Select="count"),
        f"{COUNTED}Value 'count' at 'select' failed to satisfy constraint: Member must satisfy "
        "enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
    ),
    "a limit of zero": Refused(
        *query("pk = :p", P, Limit=0),
        f"{COUNTED}Value '0' at 'limit' failed to satisfy constraint: Member must have value "
        "greater than or equal to 1",
    ),
}


@pytest.fixture(scope="module")
def stored(dynamo: Dynamo) -> Dynamo:
    for sort in range(1, 6):
        color = {"color": text("blue"), "weight": number(1)}
        dynamo.do("PutItem", **put("pages", str(sort), n=number(sort), **color)[1])
    return dynamo


def sorts(answer: Body) -> str:
    return "".join(item["sk"]["S"] for item in answer["Items"])


@pytest.mark.parametrize("row", STARTS)
def test_a_start_outside_of_the_pages_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests have these messages."""
    assert STARTS[row].holds(dynamo)


@pytest.mark.parametrize("row", SELECTS)
def test_a_choice_that_does_not_fit_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: moto's tests were run on AWS."""
    assert SELECTS[row].holds(dynamo)


@pytest.mark.parametrize("row", SEGMENTS)
def test_a_segment_needs_its_count(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: moto's tests were run on AWS."""
    parameters, message = SEGMENTS[row]

    assert Refused("Scan", {"TableName": "things", **parameters}, message).holds(dynamo)


def test_a_limit_of_as_many_as_match_has_a_next_page(stored: Dynamo) -> None:
    """Recorded answer: dynalite's tests have it."""
    page = stored.do("Query", **query("pk = :p", P, Limit=5)[1])
    rest = stored.do("Query", **after(page["LastEvaluatedKey"])[1])

    assert page["LastEvaluatedKey"] == key("pages", "5")
    assert (rest["Count"], rest.get("LastEvaluatedKey")) == (0, None)


def test_a_page_that_ends_before_its_limit_is_the_last(stored: Dynamo) -> None:
    assert "LastEvaluatedKey" not in stored.do("Query", **query("pk = :p", P, Limit=6)[1])


def test_a_limit_counts_items_before_the_filter(stored: Dynamo) -> None:
    values = {**P, "n": number(3)}

    page = stored.do("Query", **query("pk = :p", values, FilterExpression="n >= :n", Limit=3)[1])

    assert (page["Count"], page["ScannedCount"], sorts(page)) == (1, 3, "3")
    assert page["LastEvaluatedKey"] == key("pages", "3")


def test_pages_go_on_behind_an_item_that_is_gone(stored: Dynamo) -> None:
    backwards = {"ScanIndexForward": False}

    assert sorts(stored.do("Query", **after(key("pages", "25"))[1])) == "345"
    assert sorts(stored.do("Query", **after(key("pages", "25"), **backwards)[1])) == "21"


def test_pages_of_an_index_end_at_its_keys_and_the_tables(stored: Dynamo) -> None:
    seen, start = "", dict[str, Any]()
    for _ in range(3):
        _, request = query("color = :c", {"c": text("blue")}, IndexName="by_color", Limit=2)
        page = stored.do("Query", **request, **start)
        seen += sorts(page)
        start = {"ExclusiveStartKey": page.get("LastEvaluatedKey")}

    assert seen == "12345"
    assert page.get("LastEvaluatedKey") is None


def test_a_page_ends_with_a_megabyte(dynamo: Dynamo) -> None:
    for sort in "12345":
        dynamo.do("PutItem", **put("heavy", sort, v=text("x" * 300_000))[1])

    page = dynamo.do("Query", **query("pk = :p", {"p": text("heavy")})[1])

    assert sorts(page) == "1234"
    assert page["LastEvaluatedKey"] == key("heavy", "4")


def test_the_segments_of_a_scan_are_the_whole_table(dynamo: Dynamo) -> None:
    names = [f"segment {letter}" for letter in "abcdefgh"]
    for name in names:
        dynamo.do("PutItem", **put(name)[1])

    parts = [_segment(dynamo, number_of) for number_of in range(3)]

    assert sorted(name for part in parts for name in part) == names
    assert sum(map(bool, parts)) > 1


def _segment(dynamo: Dynamo, segment: int) -> list[str]:
    answer = dynamo.do(
        "Scan",
        TableName="things",
        FilterExpression="begins_with(pk, :p)",
        ExpressionAttributeValues={":p": text("segment ")},
        Segment=segment,
        TotalSegments=3,
    )
    return [item["pk"]["S"] for item in answer["Items"]]


def test_a_scan_pages_through_everything_once(stored: Dynamo) -> None:
    for identity in range(5):
        stored.do("PutItem", TableName="counters", Item={"id": number(identity)})
    pages = [stored.do("Scan", TableName="counters", Limit=2)]
    while "LastEvaluatedKey" in pages[-1]:
        start = pages[-1]["LastEvaluatedKey"]
        page = stored.do("Scan", TableName="counters", Limit=2, ExclusiveStartKey=start)
        pages.append(page)

    seen = [item["id"]["N"] for page in pages for item in page["Items"]]
    assert len(seen) == len(set(seen)) == stored.do("Scan", TableName="counters")["Count"]
