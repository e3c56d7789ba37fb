"""Projections: which parts of an item are returned, and what is no projection."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    COUNTED,
    INVALID,
    Body,
    Dynamo,
    Refused,
    get,
    number,
    put,
    text,
)

BAD = "Invalid ProjectionExpression: "
ITEM: dict[str, Any] = {
    "n": number(1),
    "l": {"L": [text("a"), {"M": {"x": text("b"), "y": text("c")}}, text("d")]},
    "m": {"M": {"x": {"M": {"y": number(2), "z": number(3)}}, "w": number(4)}},
    "a.b": text("dotted"),
}
PARTS: dict[str, tuple[str, Body]] = {
    "attributes": ("n, pk", {"n": number(1), "pk": text("project")}),
    "a path": ("m.x.y", {"m": {"M": {"x": {"M": {"y": number(2)}}}}}),
    "two paths of one map": (
        "m.x.y, m.w",
        {"m": {"M": {"x": {"M": {"y": number(2)}}, "w": number(4)}}},
    ),
    "elements, which close up": (
        "l[2], l[0]",
        {"l": {"L": [text("a"), text("d")]}},
    ),
    "a path through an element": ("l[1].x", {"l": {"L": [{"M": {"x": text("b")}}]}}),
    "nothing": ("absent, m.absent, l[9], n.x", {}),
    "a name with a dot": ("#d", {"a.b": text("dotted")}),
}
FAULTS = {
    "nothing": ("", f"{BAD}The expression can not be empty;"),
    "a reserved word": (
        "n, name",
        f"{BAD}Attribute name is a reserved keyword; reserved keyword: name",
    ),
    "a path twice": (
        "n, n",
        f"{BAD}Two document paths overlap with each other; must remove or rewrite one of these "
        "paths; path one: [n], path two: [n]",
    ),
    "a path through another": (
        "m.x.y, m.x",
        f"{BAD}Two document paths overlap with each other; must remove or rewrite one of these "
        "paths; path one: [m, x, y], path two: [m, x]",
    ),
    "an undefined name": (
        "#nope",
        f"{BAD}An expression attribute name used in the document path is not defined; attribute "
        "name: #nope",
    ),
    "white space": ("a b", f'{BAD}Syntax error; token: "b", near: "a b"'),
    "a digit first": ("1a", f'{BAD}Syntax error; token: "1", near: "1a"'),
    "no index": ("a[b]", f'{BAD}Syntax error; token: "b", near: "[b]"'),
}
REFUSED = {
    name: Refused(*get("project", ProjectionExpression=expression), message)
    for name, (expression, message) in FAULTS.items()
} | {
    "an unused name": Refused(
        *get("project", ProjectionExpression="n", ExpressionAttributeNames={"#n": "n"}),
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}",
    ),
    "no names": Refused(
        *get("project", ProjectionExpression="n", ExpressionAttributeNames={}),
        "ExpressionAttributeNames must not be empty",
    ),
    "both parameters": Refused(
        *get("project", ProjectionExpression="n", AttributesToGet=["n"]),
        "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {AttributesToGet} Expression parameters: "
        "{ProjectionExpression}",
    ),
    "an attribute twice": Refused(
        *get("project", AttributesToGet=["n", "n"]),
        f"{INVALID}Duplicate value in attribute name: n",
    ),
    "a path into a key": Refused(
        *get("project", ProjectionExpression="pk.x"),
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
        "allowed: Key: pk",
    ),
}


@pytest.fixture(scope="module")
def stored(dynamo: Dynamo) -> Dynamo:
    dynamo.do("PutItem", **put("project", "0", **ITEM)[1])
    return dynamo


@pytest.mark.parametrize("row", PARTS)
def test_a_projection_returns_the_parts_that_it_names(stored: Dynamo, row: str) -> None:
    expression, parts = PARTS[row]
    names = {"ExpressionAttributeNames": {"#d": "a.b"}} if "#d" in expression else {}

    _, request = get("project", ProjectionExpression=expression, **names)

    assert stored.do("GetItem", **request)["Item"] == parts


@pytest.mark.parametrize("row", REFUSED)
def test_a_projection_at_fault_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests, and moto's that were run on AWS."""
    assert REFUSED[row].holds(dynamo)


def test_refusals_of_reads_are_not_counted(dynamo: Dynamo) -> None:
    """Recorded answer: moto's tests were run on AWS."""
    _, request = get("project", ProjectionExpression="")

    assert not dynamo.ask("GetItem", **request).message.startswith(COUNTED)
