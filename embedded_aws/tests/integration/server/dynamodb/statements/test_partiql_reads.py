"""SELECT: keys and indexes, conditions, columns, order and pages."""

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import Body, Dynamo, text
from embedded_aws.tests.integration.server.dynamodb.statements import partiql
from embedded_aws.tests.integration.server.dynamodb.statements.partiql import (
    OWN,
    items,
    refused,
    run,
)

SHELF = "SELECT sk FROM things WHERE pk = 'shelf'"


@pytest.fixture(autouse=True)
def stored(dynamo: Dynamo) -> None:
    partiql.store(dynamo)


HOLDING = [
    "attribute_exists(ss)",
    "attribute_not_exists(nope)",
    "NOT attribute_exists(nope)",
    "ATTRIBUTE_EXISTS(ss)",
    "(attribute_exists(nope) OR attribute_exists(ss))",
    "attribute_exists(ss) = true",
    'attribute_exists("ss")',
    "attribute_exists(m.sub)",
    "size(s) = 3",
    "attribute_type(ss, 'SS')",
    "nul IS NULL",
    "s IS NOT NULL",
    "flag IS BOOL",
    "s IS STRING",
    "nope IS MISSING",
    "s IS NOT MISSING",
    "contains(ss, 'a')",
    "begins_with(s, 'st')",
    "n > 4",
    "5 <= n",
    "n <> 6",
    "n BETWEEN 5 AND 6",
    "n IN [4, 5]",
    "n IN (4, 5)",
    "NOT n IN [4, 6]",
    "m.list[1] = 2",
    "ss = <<'c', 'b', 'a'>>",
    "m.sub = 'x' AND (n = 1 OR n = 5.0)",
    "\"date\" = 'today'",
]
FAILING = [
    "attribute_exists(nope)",
    "attribute_not_exists(ss)",
    "attribute_exists(m.nope)",
    "size(s) = 4",
    "attribute_type(ss, 'S')",
    "s IS NULL",
    "nul IS NOT NULL",
    "s IS BOOL",
    "s IS MISSING",
    "n < 5",
    "s > 4",
    "n NOT BETWEEN 5 AND 6",
    "ss = <<'a', 'b'>>",
]


@pytest.mark.parametrize("condition", HOLDING)
def test_a_condition_that_holds_keeps_the_item(dynamo: Dynamo, condition: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    assert items(dynamo, f"SELECT sk FROM things WHERE {OWN} AND {condition}") == [
        {"sk": text("0")}
    ]


@pytest.mark.parametrize("condition", FAILING)
def test_a_condition_that_fails_drops_the_item(dynamo: Dynamo, condition: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    assert items(dynamo, f"SELECT * FROM things WHERE {OWN} AND {condition}") == []


COLUMNS = {
    "m.sub": {"sub": text("x")},
    "m.list[1]": {"list[1]": {"N": "2"}},
    'pk, "s", nope': {"pk": text("lamp"), "s": text("str")},
}


@pytest.mark.parametrize("columns", COLUMNS)
def test_columns_are_named_by_the_end_of_their_paths(dynamo: Dynamo, columns: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    assert items(dynamo, f"SELECT {columns} FROM things WHERE {OWN}") == [COLUMNS[columns]]


def test_parameters_take_their_places_in_order(dynamo: Dynamo) -> None:
    statement = "SELECT sk FROM things WHERE pk = ? AND sk IN [?, ?]"

    rows = items(dynamo, statement, text("shelf"), text("1"), text("3"))

    assert rows == [{"sk": text("1")}, {"sk": text("3")}]


SORT_KEYS = {
    f"{SHELF} ORDER BY sk DESC": "321",
    f"{SHELF} ORDER BY sk ASC": "123",
    f"{SHELF} AND sk > '1'": "23",
    f"{SHELF} AND sk BETWEEN '1' AND '2'": "12",
    "SELECT sk FROM things WHERE pk IN ['shelf', 'lamp'] AND sk < '2'": "10",
    "SELECT sk FROM things WHERE pk = 'shelf' AND NOT sk = '1' OR pk = 'lamp'": "230",
    f"{SHELF} -- a note": "123",
    "SELECT sk FROM things -- a note\nWHERE pk = 'shelf'": "123",
    "-- a note\nSELECT sk FROM things /* two */ WHERE pk = 'shelf'": "123",
    'SELECT sk FROM "things"."by_color" WHERE color = \'crimson\' AND weight >= 2': "23",
    "SELECT sk FROM things.by_color WHERE pk = 'shelf'": "123",
    "SELECT sk FROM things.by_weight WHERE pk = 'shelf' ORDER BY weight DESC": "321",
}


@pytest.mark.parametrize("statement", SORT_KEYS)
def test_keys_indexes_and_order_are_followed(dynamo: Dynamo, statement: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    rows = [item["sk"]["S"] for item in items(dynamo, statement)]

    ordered = rows if "ORDER" in statement or "IN [" in statement else sorted(rows)
    assert ordered == (
        list(SORT_KEYS[statement]) if ordered is rows else sorted(SORT_KEYS[statement])
    )


def test_a_local_index_reads_what_it_does_not_project(dynamo: Dynamo) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    statement = "SELECT color FROM things.by_weight WHERE pk = 'shelf' AND weight = 1"

    assert items(dynamo, statement, ConsistentRead=True) == [{"color": text("crimson")}]


def pages(dynamo: Dynamo, statement: str, limit: int) -> list[list[Body]]:
    """The items of every page, by NextToken."""
    rows: list[list[Body]] = []
    token: dict[str, str] = {}
    while True:
        answer = run(dynamo, statement, Limit=limit, **token)
        rows.append(answer["Items"])
        if "NextToken" not in answer:
            return rows
        token = {"NextToken": answer["NextToken"]}


def test_a_page_ends_at_its_limit_and_the_next_begins_behind_it(dynamo: Dynamo) -> None:
    sorts = [[item["sk"]["S"] for item in page] for page in pages(dynamo, SHELF, 2)]

    assert sorts == [["1", "2"], ["3"]]


def test_a_page_is_read_before_it_is_filtered(dynamo: Dynamo) -> None:
    rows = pages(dynamo, f"{SHELF} AND weight = 3", 1)

    assert [len(page) for page in rows] == [0, 0, 1, 0]


def test_pages_of_several_partitions_go_on_in_the_next(dynamo: Dynamo) -> None:
    statement = "SELECT sk FROM things WHERE pk IN ['lamp', 'shelf']"

    rows = pages(dynamo, statement, 2)

    assert [item["sk"]["S"] for page in rows for item in page] == ["0", "1", "2", "3"]


def test_a_token_is_of_one_statement(dynamo: Dynamo) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    token = run(dynamo, SHELF, Limit=1)["NextToken"]

    other = dynamo.ask("ExecuteStatement", Statement=f"{SHELF} AND sk > '0'", NextToken=token)
    none = dynamo.ask("ExecuteStatement", Statement=SHELF, NextToken="none")

    assert other.message == "NextToken does not match request"
    assert none.message == "Invalid NextToken"


def test_consumed_capacity_is_told(dynamo: Dynamo) -> None:
    answer = run(dynamo, SHELF, ReturnConsumedCapacity="TOTAL", ConsistentRead=True)

    assert answer["ConsumedCapacity"] == {"TableName": "things", "CapacityUnits": 1}


PROJECT = "Global secondary index by_color does not project [s, m]"
REFUSED = {
    "an unknown table": refused(
        "SELECT * FROM nowhere", "Requested resource not found", "ResourceNotFoundException"
    ),
    "an unknown index": refused(
        "SELECT * FROM things.by_age", "The table does not have the specified index"
    ),
    "columns that an index lacks": refused(
        "SELECT s, m FROM things.by_color WHERE color = 'crimson'", PROJECT
    ),
    "a key of another type": refused(
        "SELECT * FROM things WHERE pk = 1", "Condition parameter type does not match schema type"
    ),
    "an order without a partition": refused(
        "SELECT * FROM things WHERE s = 'a' ORDER BY sk", "when using ORDER BY clause."
    ),
    "an order by another attribute": refused(
        f"{SHELF} ORDER BY color", "in ORDER BY clause must be part of the primary key"
    ),
}


@pytest.mark.parametrize("row", REFUSED)
def test_what_the_table_cannot_serve_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    assert REFUSED[row].holds(dynamo)
