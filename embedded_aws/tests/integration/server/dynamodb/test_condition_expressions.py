"""Conditions: their grammar, the faults that show without an item, and when they hold."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    Body,
    Dynamo,
    Refused,
    key,
    number,
    put,
    scan,
    text,
)

INVALID = "Invalid ConditionExpression: "
TYPE = f"{INVALID}Incorrect operand type for operator or function; operator or function: "
MISUSED = f"{INVALID}The function is not allowed to be used this way in an expression; function: "
REDUNDANT = f"{INVALID}The expression has redundant parentheses;"
UNDEFINED = "is not defined; attribute"


def conditional(condition: str, values: Body | None = None, **names: str) -> tuple[str, Body]:
    body: dict[str, Any] = {
        "TableName": "things",
        "Key": key("never"),
        "ConditionExpression": condition,
    }
    if values is not None:
        body["ExpressionAttributeValues"] = {f":{name}": each for name, each in values.items()}
    if names:
        body["ExpressionAttributeNames"] = {f"#{name}": each for name, each in names.items()}
    return "DeleteItem", body


FAULTS: dict[str, tuple[tuple[str, Body], str]] = {
    "nothing": (conditional(""), f"{INVALID}The expression can not be empty;"),
    "an unknown character": (
        conditional("a & b"),
        f'{INVALID}Syntax error; token: "&", near: "a & b"',
    ),
    "an end too early": (conditional("a ="), f'{INVALID}Syntax error; token: "<EOF>", near: "="'),
    "a path alone": (conditional("a"), f'{INVALID}Syntax error; token: "<EOF>", near: "a"'),
    "a reserved word": (
        conditional("total = :v", {"v": number(1)}),
        f"{INVALID}Attribute name is a reserved keyword; reserved keyword: total",
    ),
    "an undefined name": (
        conditional("#nope = :v", {"v": number(1)}),
        f"{INVALID}An expression attribute name used in the document path {UNDEFINED} name: #nope",
    ),
    "an undefined value": (
        conditional("a = :nope", {"v": number(1)}),
        f"{INVALID}An expression attribute value used in expression {UNDEFINED} value: :nope",
    ),
    "an unused name": (
        conditional("a = b", n="name"),
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}",
    ),
    "an unused value": (
        conditional("a = b", {"v": number(1)}),
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}",
    ),
    "no values": (conditional("a = b", {}), "ExpressionAttributeValues must not be empty"),
    "a name without its sign": (
        ("DeleteItem", {**conditional("a = b")[1], "ExpressionAttributeNames": {"n": "a"}}),
        'ExpressionAttributeNames contains invalid key: Syntax error; key: "n"',
    ),
    "a value that is none": (
        conditional("a = :v", {"v": {"NS": []}}),
        "ExpressionAttributeValues contains invalid value: One or more parameter values were "
        "invalid: An number set  may not be empty for key :v",
    ),
    "parentheses twice": (conditional("((a = b))"), REDUNDANT),
    "operands in parentheses twice": (conditional("((a)) = b"), REDUNDANT),
    "an unknown function": (
        conditional("starts(a, b)"),
        f"{INVALID}Invalid function name; function: starts",
    ),
    "a function of updates": (
        conditional("if_not_exists(a, b) = c"),
        f"{MISUSED}if_not_exists",
    ),
    "a size alone": (conditional("size(a)"), f"{MISUSED}size"),
    "a condition as operand": (
        conditional("attribute_exists(a) = :v", {"v": number(1)}),
        f"{MISUSED}attribute_exists",
    ),
    "two operands of size": (
        conditional("size(a, b) = :v", {"v": number(1)}),
        f"{INVALID}Incorrect number of operands for operator or function; operator or function: "
        "size, number of operands: 2",
    ),
    "begins_with a number": (
        conditional("begins_with(a, :v)", {"v": number(1)}),
        f"{TYPE}begins_with, operand type: N",
    ),
    "size of a number": (
        conditional("size(:v) = a", {"v": number(1)}),
        f"{TYPE}size, operand type: N",
    ),
    "less than a Boolean": (
        conditional("a < :v", {"v": {"BOOL": True}}),
        f"{TYPE}<, operand type: BOOL",
    ),
    "the existence of a value": (
        conditional("attribute_exists(:v)", {"v": number(1)}),
        f"{INVALID}Operator or function requires a document path; operator or function: "
        "attribute_exists",
    ),
    "an unknown type": (
        conditional("attribute_type(a, :v)", {"v": text("DOG")}),
        f"{INVALID}Invalid attribute type name found; type: DOG, valid types: "
        "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
    ),
    "a path and itself": (
        conditional("a = a"),
        f"{INVALID}The first operand must be distinct from the remaining operands for this operator"
        " or function; operator: =, first operand: [a]",
    ),
    "BETWEEN reversed": (
        conditional("a BETWEEN :x AND :y", {"x": number(2), "y": number(1)}),
        f"{INVALID}The BETWEEN operator requires upper bound to be greater than or equal to lower "
        "bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: "
        "{N:1}",
    ),
    "BETWEEN two types": (
        conditional("a BETWEEN :x AND :y", {"x": number(2), "y": text("3")}),
        f"{INVALID}The BETWEEN operator requires same data type for lower and upper bounds; lower "
        "bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {S:3}",
    ),
    "IN of nothing": (conditional("a IN ()"), 'token: ")", near: "()"'),
    "more than 4 KB": (
        conditional("a = b" + " " * 4096),
        f"{INVALID}Expression size has exceeded the maximum allowed size; expression size: 4101",
    ),
    "values without an expression": (
        (
            "DeleteItem",
            {
                "TableName": "things",
                "Key": key("never"),
                "ExpressionAttributeValues": {":v": number(1)},
            },
        ),
        "ExpressionAttributeValues can only be specified when using expressions: "
        "ConditionExpression is null",
    ),
    "names without an expression": (
        (
            "DeleteItem",
            {"TableName": "things", "Key": key("never"), "ExpressionAttributeNames": {"#a": "a"}},
        ),
        "ExpressionAttributeNames can only be specified when using expressions",
    ),
}
REFUSED = {name: Refused(*request, message) for name, (request, message) in FAULTS.items()}

ITEMS = (
    put("kinds", "1", n=number(5), tags={"SS": ["a", "b"]}, m={"M": {"x": {"L": [number(7)]}}}),
    put("kinds", "2", n=text("5"), tags={"L": [text("a")]}),
    put("kinds", "3", b={"B": "YWJj"}, note=text("äbc"), yes={"BOOL": True}),
    put("kinds", "4", nothing={"NULL": True}),
)
HOLDS: dict[str, tuple[str, Body, str]] = {
    "greater than, over items that lack it or have another type": (
        "n > :v",
        {"v": number(4)},
        "1",
    ),
    "the size, over items that have none": ("size(tags) = :v", {"v": number(2)}, "1"),
    "the size of bytes": ("size(b) = :v", {"v": number(3)}, "3"),
    "another value": ("n <> :v", {"v": number(5)}, "234"),
    "an equal number in another form": ("n = :v", {"v": number("5.0")}, "1"),
    "NOT, AND, OR by precedence": (
        "NOT n = :v AND attribute_exists(n) OR attribute_exists(b)",
        {"v": number(5)},
        "23",
    ),
    "parentheses": (
        "NOT (n = :v OR attribute_exists(b))",
        {"v": number(5)},
        "24",
    ),
    "keywords in any case": ("n between :x aNd :y", {"x": number(5), "y": number(6)}, "1"),
    "IN": ("n IN (:x, :y)", {"x": number(5), "y": text("5")}, "12"),
    "an element of a set": ("contains(tags, :v)", {"v": text("b")}, "1"),
    "an element of a set or list": ("contains(tags, :v)", {"v": text("a")}, "12"),
    "a part of a text": ("contains(note, :v)", {"v": text("bc")}, "3"),
    "a beginning": ("begins_with(note, :v)", {"v": text("ä")}, "3"),
    "a beginning of bytes": ("begins_with(b, :v)", {"v": {"B": "YWI="}}, "3"),
    "a path into a map and list": ("m.x[0] = :v", {"v": number(7)}, "1"),
    "a path that leads nowhere": ("m.x[7] = :v OR n.y = :v", {"v": number(7)}, ""),
    "a type": ("attribute_type(n, :v)", {"v": text("S")}, "2"),
    "null": ("attribute_type(nothing, :v)", {"v": text("NULL")}, "4"),
    "equal sets in another order": ("tags = :v", {"v": {"SS": ["b", "a"]}}, "1"),
    "a Boolean": ("yes = :v", {"v": {"BOOL": True}}, "3"),
}


@pytest.fixture(scope="module")
def kinds(dynamo: Dynamo) -> Dynamo:
    for operation, body in ITEMS:
        dynamo.do(operation, **body)
    return dynamo


@pytest.mark.parametrize("row", REFUSED)
def test_a_condition_at_fault_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests, moto's and ScyllaDB's that were run on AWS."""
    assert REFUSED[row].holds(dynamo)


@pytest.mark.parametrize("row", HOLDS)
def test_a_condition_passes_items_over_that_it_does_not_hold_for(kinds: Dynamo, row: str) -> None:
    condition, values, sorts = HOLDS[row]

    _, request = scan("kinds", condition, values)
    items = kinds.do("Scan", **request)["Items"]

    assert "".join(sorted(item["sk"]["S"] for item in items)) == sorts


def test_a_condition_that_fails_returns_the_item_on_request(dynamo: Dynamo) -> None:
    dynamo.do("PutItem", **put("there", v=number(1))[1])
    request = {
        "TableName": "things",
        "Key": key("there"),
        "ConditionExpression": "attribute_not_exists(pk)",
    }

    plain = dynamo.ask("DeleteItem", **request)
    with_item = dynamo.ask("DeleteItem", **request, ReturnValuesOnConditionCheckFailure="ALL_OLD")

    assert plain.code == with_item.code == "ConditionalCheckFailedException"
    assert plain.message == "The conditional request failed"
    assert "Item" not in plain.body
    assert with_item.body["Item"] == {**key("there"), "v": number(1)}
