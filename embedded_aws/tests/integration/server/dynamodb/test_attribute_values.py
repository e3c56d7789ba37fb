"""Attribute values: one type each, sets without duplicates, at most 32 levels."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    COUNTED,
    INVALID,
    Answered,
    Dynamo,
    Refused,
    get,
    put,
    text,
)


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = text("deep")
    for _ in range(levels):
        value = {"L": [value]}
    return value


ONE_TYPE = "Supplied AttributeValue {}, must contain exactly one of the supported datatypes"
VALUES = {
    "a text set with a value twice": (
        {"SS": ["a", "a"]},
        f"{INVALID}Input collection [a, a] contains duplicates.",
    ),
    "a number set with a value twice": (
        {"NS": ["1", "1.0"]},
        "Input collection contains duplicates",
    ),
    "a binary set with a value twice": (
        {"BS": ["YQ==", "YQ=="]},
        f"{INVALID}Input collection [YQ==, YQ==]of type BS contains duplicates.",
    ),
    "an empty text set": ({"SS": []}, f"{INVALID}An string set  may not be empty"),
    "an empty number set": ({"NS": []}, f"{INVALID}An number set  may not be empty"),
    "an empty binary set": ({"BS": []}, f"{INVALID}Binary sets should not be empty"),
    "a null that is false": (
        {"NULL": False},
        f"{INVALID}Null attribute value types must have the value of true",
    ),
    "no type": ({}, ONE_TYPE.format("is empty")),
    "two types": ({"S": "a", "N": "1"}, ONE_TYPE.format("has more than one datatypes set")),
    "a fault in a map": ({"M": {"a": {"NS": []}}}, "An number set  may not be empty"),
    "33 levels": (nested(33), "Nesting Levels have exceeded supported limits"),
}
REFUSED = {
    name: Refused(*put("value", v=value), message) for name, (value, message) in VALUES.items()
}
SERIALIZATION = "SerializationException"
NO_TEXT = {
    "a number as text": Refused(
        *put("type", v={"S": 1}), "NUMBER_VALUE cannot be converted to String", SERIALIZATION
    ),
    "a Boolean as text": Refused(
        *put("type", v={"S": True}), "TRUE_VALUE cannot be converted to String", SERIALIZATION
    ),
    "a map as text": Refused(
        *put("type", v={"S": {}}),
        "Start of structure or map found where not expected",
        SERIALIZATION,
    ),
    "a text as value": Refused(
        *put("type", v="text"), "Unexpected value type in payload", SERIALIZATION
    ),
}
EVERY_TYPE = {
    "s": text("ä"),
    "empty": text(""),
    "n": {"N": "-1.5"},
    "b": {"B": "AP8="},
    "bool": {"BOOL": False},
    "null": {"NULL": True},
    "ss": {"SS": ["b", "a"]},
    "ns": {"NS": ["2", "1"]},
    "bs": {"BS": ["AA==", "/w=="]},
    "l": {"L": [{"B": "AP8="}, {"M": {"x": {"BS": ["AA=="]}}}]},
    "m": {"M": {"": text("")}},
    "deep": nested(32),
}


@pytest.mark.parametrize("row", REFUSED)
def test_a_value_that_is_none_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's and moto's tests have these messages."""
    assert REFUSED[row].holds(dynamo)


@pytest.mark.parametrize("row", NO_TEXT)
def test_json_of_another_type_is_no_value(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests have these messages."""
    assert NO_TEXT[row].holds(dynamo)


def test_refusals_of_writes_are_counted(dynamo: Dynamo) -> None:
    """Recorded answer: moto's tests were run on AWS."""
    operation, body = put("value", v={"NS": []})

    message = dynamo.ask(operation, **body).message

    assert message == f"{COUNTED}{INVALID}An number set  may not be empty"


def test_each_type_comes_back(dynamo: Dynamo) -> None:
    whole = put("every type", "0", **EVERY_TYPE)

    row = Answered((whole, get("every type")), {"Item": whole[1]["Item"]})

    assert row.holds(dynamo)


def test_partiql_reads_what_was_written(dynamo: Dynamo) -> None:
    _, request = put("partiql", "0", **{name: EVERY_TYPE[name] for name in ("n", "b", "bs", "l")})
    dynamo.do("PutItem", **request)

    answer = dynamo.do("ExecuteStatement", Statement="SELECT * FROM things WHERE pk = 'partiql'")

    assert answer["Items"] == [request["Item"]]
