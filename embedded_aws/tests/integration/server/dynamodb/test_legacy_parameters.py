"""Parameters from before expressions: Expected, AttributeUpdates, KeyConditions, filters."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    INVALID,
    Body,
    Dynamo,
    Refused,
    key,
    number,
    put,
    text,
)

ARGUMENTS = "Invalid number of argument(s) for the {} ComparisonOperator"


def condition(operator: str, *values: Body) -> Body:
    return {"ComparisonOperator": operator, "AttributeValueList": list(values)}


def expecting(**expected: Body) -> tuple[str, Body]:
    return "PutItem", {"TableName": "things", "Item": key("old"), "Expected": expected}


def updates(**given: Body) -> tuple[str, Body]:
    return "UpdateItem", {"TableName": "things", "Key": key("old"), "AttributeUpdates": given}


def keys(**conditions: Body) -> tuple[str, Body]:
    return "Query", {"TableName": "things", "KeyConditions": conditions}


def scan(**conditions: Body) -> tuple[str, Body]:
    return "Scan", {"TableName": "things", "ScanFilter": conditions}


P = condition("EQ", text("old"))
FAULTS: dict[str, tuple[tuple[str, Body], str]] = {
    "Expected and a condition": (
        ("PutItem", {**expecting()[1], "ConditionExpression": "attribute_exists(pk)"}),
        "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}",
    ),
    "AttributeUpdates and an update": (
        ("UpdateItem", {**updates()[1], "UpdateExpression": "REMOVE a"}),
        "Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}",
    ),
    "KeyConditions and a condition": (
        ("Query", {**keys(pk=P)[1], "KeyConditionExpression": "pk = :p"}),
        "Non-expression parameters: {KeyConditions} Expression parameters: "
        "{KeyConditionExpression}",
    ),
    "a value and a list": (
        expecting(a={"Value": text("a"), "AttributeValueList": [text("a")]}),
        f"{INVALID}Value and AttributeValueList cannot be used together for Attribute: a",
    ),
    "existence without a value": (
        expecting(a={"Exists": True}),
        f"{INVALID}Value must be provided when Exists is true for Attribute: a",
    ),
    "absence with a value": (
        expecting(a={"Exists": False, "Value": text("a")}),
        f"{INVALID}Value cannot be used when Exists is false for Attribute: a",
    ),
    "nothing": (
        expecting(a={}),
        f"{INVALID}Value must be provided when Exists is null for Attribute: a",
    ),
    "an operator without values": (
        expecting(a={"ComparisonOperator": "EQ"}),
        f"{INVALID}Value or AttributeValueList must be used with ComparisonOperator: EQ for "
        "Attribute: a",
    ),
    "too few values": (
        expecting(a=condition("BETWEEN", number(1))),
        INVALID + ARGUMENTS.format("BETWEEN"),
    ),
    "BETWEEN reversed": (
        scan(a=condition("BETWEEN", number(2), number(1))),
        "The BETWEEN condition was provided a range where the lower bound is greater than the "
        "upper bound",
    ),
    "values of two types": (
        scan(a=condition("IN", number(2), text("1"))),
        f"{INVALID}AttributeValues inside AttributeValueList must be of same type",
    ),
    "BEGINS_WITH a number": (
        scan(a=condition("BEGINS_WITH", number(2))),
        f"{INVALID}ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type",
    ),
    "PUT without a value": (
        updates(a={"Action": "PUT"}),
        f"{INVALID}Only DELETE action is allowed when no attribute value is specified",
    ),
    "ADD of a text": (
        updates(a={"Action": "ADD", "Value": text("a")}),
        f"{INVALID}ADD action is not supported for the type S",
    ),
    "DELETE of a number": (
        updates(a={"Action": "DELETE", "Value": number(1)}),
        f"{INVALID}DELETE action with value is not supported for the type N",
    ),
    "CONTAINS of a key": (
        keys(pk=P, sk=condition("CONTAINS", text("a"))),
        "Attempted conditional constraint is not an indexable operation",
    ),
    "a filter on a key": (
        ("Query", {**keys(pk=P)[1], "QueryFilter": {"sk": condition("EQ", text("0"))}}),
        "QueryFilter can only contain non-primary key attributes: Primary key attribute: sk",
    ),
}
REFUSED = {name: Refused(*request, message) for name, (request, message) in FAULTS.items()}
ITEM: dict[str, Any] = {"n": number(5), "tags": {"SS": ["a", "b"]}, "note": text("abc")}
MATCHES = {
    "EQ": ("n", condition("EQ", number("5.0")), True),
    "NE": ("n", condition("NE", number(5)), False),
    "LE": ("n", condition("LE", number(5)), True),
    "LT of another type": ("n", condition("LT", text("9")), False),
    "NULL": ("absent", condition("NULL"), True),
    "NOT_NULL": ("absent", condition("NOT_NULL"), False),
    "CONTAINS": ("tags", condition("CONTAINS", text("b")), True),
    "NOT_CONTAINS": ("tags", condition("NOT_CONTAINS", text("b")), False),
    "IN": ("n", condition("IN", number(4), number(5)), True),
    "BEGINS_WITH": ("note", condition("BEGINS_WITH", text("ab")), True),
    "BETWEEN": ("n", condition("BETWEEN", number(6), number(7)), False),
}


@pytest.fixture
def stored(dynamo: Dynamo) -> Dynamo:
    dynamo.do("PutItem", **put("old", "0", **ITEM)[1])
    return dynamo


@pytest.mark.parametrize("row", REFUSED)
def test_an_older_parameter_at_fault_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests have these messages."""
    assert REFUSED[row].holds(dynamo)


@pytest.mark.parametrize("row", MATCHES)
def test_older_filters_match(stored: Dynamo, row: str) -> None:
    name, given, matches = MATCHES[row]

    answer = stored.do("Query", **keys(pk=P)[1], QueryFilter={name: given})

    assert (answer["Count"], answer["ScannedCount"]) == (int(matches), 1)


def test_older_conditions_let_write_or_not(stored: Dynamo) -> None:
    wrong, right = ({"Value": number(each)} for each in (4, 5))

    refused = stored.ask("PutItem", **expecting(n=wrong)[1])
    joined = stored.ask(
        "PutItem", **expecting(n=condition("EQ", number(5)), note=condition("NULL"))[1],
        ConditionalOperator="OR",
    )  # fmt: skip

    assert refused.code == "ConditionalCheckFailedException"
    assert joined.status == 200
    assert stored.ask("PutItem", **expecting(n=right)[1]).status == 400


def test_older_updates_put_add_and_delete(stored: Dynamo) -> None:
    _, request = updates(
        n={"Action": "ADD", "Value": number(1)},
        tags={"Action": "DELETE", "Value": {"SS": ["a"]}},
        note={"Action": "DELETE"},
        fresh={"Value": text("x")},
    )

    after = stored.do("UpdateItem", **request, ReturnValues="ALL_NEW")["Attributes"]

    expected = {"n": number(6), "tags": {"SS": ["b"]}, "fresh": text("x")}
    assert after == {**key("old"), **expected}
