"""INSERT, UPDATE and DELETE: of one item, under conditions, with what they return."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import Body, Dynamo, get, key, text
from embedded_aws.tests.integration.server.dynamodb.statements import partiql
from embedded_aws.tests.integration.server.dynamodb.statements.partiql import (
    FAILED,
    OWN,
    items,
    refused,
    run,
)

NO_KEY = "Where clause does not contain a mandatory equality on all key attributes"
WRONG_TYPE = "An operand in the update expression has an incorrect data type"


@pytest.fixture(autouse=True)
def stored(dynamo: Dynamo) -> None:
    partiql.store(dynamo)


def item(dynamo: Dynamo, name: str) -> Body:
    operation, body = get(name)
    return dict(dynamo.do(operation, **body).get("Item", {}))


def test_an_insert_stores_an_item_once(dynamo: Dynamo) -> None:
    values = "{'pk': ?, 'sk': '0', 'n': .73e1, 'l': [1, -2, 'a''b'], 's': <<'x'>>, 'u': null}"
    run(dynamo, "DELETE FROM things WHERE pk = 'new' AND sk = '0'")

    answer = run(dynamo, f'INSERT INTO "things" VALUE {values}', text("new"))

    expected = {"n": {"N": "7.3"}, "s": {"SS": ["x"]}, "u": {"NULL": True}}
    listed = {"L": [{"N": "1"}, {"N": "-2"}, text("a'b")]}
    assert answer == {"Items": []}
    assert item(dynamo, "new") == {**key("new"), **expected, "l": listed}
    again = "INSERT INTO things VALUE {'pk': 'new', 'sk': '0'}"
    assert refused(again, "Duplicate primary key exists in table", "DuplicateItemException").holds(
        dynamo
    )


CHANGES: dict[str, tuple[str, Any]] = {
    "SET s = 'z'": ("s", text("z")),
    "SET n = n + 1": ("n", {"N": "6"}),
    "SET n = n - 1 SET s = 'q'": ("n", {"N": "4"}),
    "SET s = 'q', n=n-2": ("n", {"N": "3"}),
    "SET m.list = list_append(m.list, [3])": (
        "m",
        {"M": {"sub": text("x"), "list": {"L": [{"N": "1"}, {"N": "2"}, {"N": "3"}]}}},
    ),
    "SET m.list[1] = 9": (
        "m",
        {"M": {"sub": text("x"), "list": {"L": [{"N": "1"}, {"N": "9"}]}}},
    ),
    "REMOVE s": ("s", None),
    "SET ss = set_add(ss, <<'a', 'z'>>)": ("ss", {"SS": ["a", "b", "c", "z"]}),
    "SET nss = SET_ADD(nss, <<'x'>>)": ("nss", {"SS": ["x"]}),
    "SET ns = set_delete(ns, <<2, 9>>)": ("ns", {"NS": ["1", "3"]}),
    "SET ss = set_delete(ss, <<'a', 'b', 'c'>>)": ("ss", None),
    "SET nss = set_delete(nss, <<'a'>>)": ("nss", None),
}


@pytest.mark.parametrize("clauses", CHANGES)
def test_an_update_changes_its_item(dynamo: Dynamo, clauses: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    name, expected = CHANGES[clauses]

    answer = run(dynamo, f"UPDATE things {clauses} WHERE {OWN} AND n = 5")

    assert answer == {"Items": []}
    assert item(dynamo, "lamp").get(name) == expected


def test_an_update_may_begin_with_from(dynamo: Dynamo) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    run(dynamo, f"from things where {OWN} AND n = ? set c = ? remove s", {"N": "5"}, {"N": "7"})

    changed = item(dynamo, "lamp")
    assert changed["c"] == {"N": "7"}
    assert "s" not in changed


RETURNED = {
    "ALL OLD *": ("n", {"N": "5"}),
    "ALL NEW *": ("n", {"N": "6"}),
    "MODIFIED OLD *": ("n", {"N": "5"}),
    "MODIFIED NEW *": ("n", {"N": "6"}),
}


@pytest.mark.parametrize("form", RETURNED)
def test_an_update_returns_the_item_or_its_changed_parts(dynamo: Dynamo, form: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    [returned] = items(dynamo, f"UPDATE things SET n = 6 WHERE {OWN} RETURNING {form}")

    name, value = RETURNED[form]
    assert returned[name] == value
    assert ("pk" in returned) == form.startswith("ALL")


def test_nothing_is_returned_of_what_is_not_there(dynamo: Dynamo) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    removed = items(dynamo, f"UPDATE things REMOVE s WHERE {OWN} RETURNING MODIFIED NEW *")
    deleted = items(
        dynamo, "DELETE FROM things WHERE pk = 'never' AND sk = '0' RETURNING ALL OLD *"
    )

    assert removed == deleted == []


def test_a_deletion_returns_its_item(dynamo: Dynamo) -> None:
    [deleted] = items(dynamo, f"DELETE FROM things WHERE {OWN} RETURNING ALL OLD *")

    assert deleted["s"] == text("str")
    assert item(dynamo, "lamp") == {}


def test_a_deletion_of_nothing_succeeds(dynamo: Dynamo) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    assert run(dynamo, "DELETE FROM things WHERE pk = 'never' AND sk = '0'") == {"Items": []}


FAILING = [
    "UPDATE things SET a = 1 WHERE pk = 'never' AND sk = '0'",
    "UPDATE things SET a = 1 WHERE pk = 'never' AND sk = '0' AND attribute_not_exists(pk)",
    f"UPDATE things SET a = 1 WHERE {OWN} AND n = 4",
    f"DELETE FROM things WHERE {OWN} AND attribute_exists(nope)",
    "FROM things WHERE pk = 'never' AND sk = '0' SET c = 1",
]


@pytest.mark.parametrize("statement", FAILING)
def test_a_condition_that_fails_stops_the_write(dynamo: Dynamo, statement: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    assert refused(statement, "The conditional request failed", FAILED).holds(dynamo)
    assert "a" not in item(dynamo, "lamp")
    assert item(dynamo, "never") == {}


def test_the_item_of_a_failed_condition_is_told_where_it_is_requested(dynamo: Dynamo) -> None:
    answer = dynamo.ask(
        "ExecuteStatement",
        Statement=f"DELETE FROM things WHERE {OWN} AND n = 4",
        ReturnValuesOnConditionCheckFailure="ALL_OLD",
    )

    assert answer.body["Item"]["n"] == {"N": "5"}


REFUSED = {
    "an update of half a key": refused("UPDATE things SET a = 1 WHERE pk = 'lamp'", NO_KEY),
    "a deletion without a condition": refused("DELETE FROM things", NO_KEY),
    "an update of the key": refused(
        f"UPDATE things SET sk = '1' WHERE {OWN}",
        "Cannot update attribute sk. This attribute is part of the key",
    ),
    "a write to an index": refused(
        f"UPDATE things.by_color SET a = 1 WHERE {OWN}",
        "This operation is not supported on an index",
    ),
    "an item without its key": refused(
        "INSERT INTO things VALUE {'pk': 'new'}", "Missing the key sk in the item"
    ),
    "a number in a set of texts": refused(
        f"UPDATE things SET ss = set_add(ss, <<1>>) WHERE {OWN}", WRONG_TYPE
    ),
    "a set into a text": refused(
        f"UPDATE things SET s = set_add(s, <<'x'>>) WHERE {OWN}", WRONG_TYPE
    ),
}


@pytest.mark.parametrize("row", REFUSED)
def test_a_write_that_does_not_fit_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: the DynamoDB conformance suite was run on AWS."""
    assert REFUSED[row].holds(dynamo)
