"""Updates: their grammar, the faults that show without an item, and their results."""

from typing import Any

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    Body,
    Dynamo,
    Refused,
    key,
    number,
    put,
    text,
    update,
)

INVALID = "Invalid UpdateExpression: "
TYPE = f"{INVALID}Incorrect operand type for operator or function; "
REWRITE = "must remove or rewrite one of these paths; path one: "
WRONG_PATH = "The document path provided in the update expression is invalid for update"
WRONG_TYPE = "An operand in the update expression has an incorrect data type"
ABSENT = "The provided expression refers to an attribute that does not exist in the item"

FAULTS: dict[str, tuple[tuple[str, Body], str]] = {
    "nothing": (update("a", " "), f"{INVALID}The expression can not be empty;"),
    "a value without its colon": (
        update("a", "SET a = VALUE 1"),
        f'{INVALID}Syntax error; token: "1", near: "VALUE 1"',
    ),
    "a trailing comma": (update("a", "REMOVE a,"), 'token: "<EOF>", near: ","'),
    "a section twice": (
        update("a", "SET a = b SET c = d"),
        f'{INVALID}The "SET" section can only be used once in an update expression;',
    ),
    "a reserved word": (
        update("a", "SET status = a"),
        f"{INVALID}Attribute name is a reserved keyword; reserved keyword: status",
    ),
    "an undefined value": (
        update("a", "SET a = :nope"),
        f"{INVALID}An expression attribute value used in expression is not defined; "
        "attribute value: :nope",
    ),
    "an undefined name": (
        update("a", "SET #nope = a"),
        f"{INVALID}An expression attribute name used in the document path is not defined; "
        "attribute name: #nope",
    ),
    "an unused value": (
        update("a", "REMOVE a", v=number(1)),
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}",
    ),
    "a path twice": (
        update("a", "SET a = b REMOVE a"),
        f"{INVALID}Two document paths overlap with each other; {REWRITE}[a], path two: [a]",
    ),
    "a path through another": (
        update("a", "SET a.b[1] = c, a.b = d"),
        f"{INVALID}Two document paths overlap with each other; "
        f"{REWRITE}[a, b, [1]], path two: [a, b]",
    ),
    "a path as map and as list": (
        update("a", "SET a[0] = b, a.c = d"),
        f"{INVALID}Two document paths conflict with each other; "
        f"{REWRITE}[a, [0]], path two: [a, c]",
    ),
    "ADD to a text": (
        update("a", "ADD a :v", v=text("b")),
        f"{TYPE}operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND",
    ),
    "DELETE of a number": (
        update("a", "DELETE a :v", v=number(1)),
        f"{TYPE}operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND",
    ),
    "a sum of texts": (
        update("a", "SET a = b + :v", v=text("1")),
        f"{TYPE}operator or function: +, operand type: S",
    ),
    "list_append of a text": (
        update("a", "SET a = list_append(a, :v)", v=text("b")),
        f"{TYPE}operator or function: list_append, operand type: S",
    ),
    "list_append in list_append": (
        update("a", "SET a = list_append(list_append(a, b), c)"),
        f"{INVALID}The function is not allowed to be used this way in an expression; function: "
        "list_append",
    ),
    "if_not_exists of a value": (
        update("a", "SET a = if_not_exists(:v, b)", v=number(1)),
        f"{INVALID}Operator or function requires a document path; operator or function: "
        "if_not_exists",
    ),
    "an operand too few": (
        update("a", "SET a = if_not_exists(a)"),
        f"{INVALID}Incorrect number of operands for operator or function; operator or function: "
        "if_not_exists, number of operands: 1",
    ),
    "an unknown function": (
        update("a", "SET a = f(b)"),
        f"{INVALID}Invalid function name; function: f",
    ),
    "a name with an underscore first": (update("a", "SET _a = b"), 'token: "_", near: "SET _a"'),
    "two sums": (update("a", "SET a = b + c + d"), 'token: "+", near: "c + d"'),
}
REFUSED = {name: Refused(*request, message) for name, (request, message) in FAULTS.items()}
MISFITS: dict[str, tuple[tuple[str, Body], str]] = {
    "a value that is absent": (update("misfit", "SET a = absent"), ABSENT),
    "a sum with an absent value": (update("misfit", "SET a = absent + :v", v=number(1)), ABSENT),
    "list_append to an absent list": (
        update("misfit", "SET a = list_append(absent, :v)", v={"L": []}),
        ABSENT,
    ),
    "a sum with a text": (update("misfit", "SET a = word + :v", v=number(1)), WRONG_TYPE),
    "list_append to a text": (
        update("misfit", "SET a = list_append(word, :v)", v={"L": []}),
        WRONG_TYPE,
    ),
    "ADD of a number to a text": (update("misfit", "ADD word :v", v=number(1)), WRONG_TYPE),
    "ADD of texts to numbers": (update("misfit", "ADD ns :v", v={"SS": ["1"]}), WRONG_TYPE),
    "DELETE of texts from numbers": (update("misfit", "DELETE ns :v", v={"SS": ["1"]}), WRONG_TYPE),
    "a path into an absent map": (update("misfit", "SET absent.a = :v", v=number(1)), WRONG_PATH),
    "a path into a text": (update("misfit", "SET word.a = :v", v=number(1)), WRONG_PATH),
    "an index of a map": (update("misfit", "SET m[0] = :v", v=number(1)), WRONG_PATH),
    "a removal in an absent map": (update("misfit", "REMOVE absent.a"), WRONG_PATH),
    "more than 38 digits": (
        update("misfit", "ADD big :v", v=number("0.1")),
        "Attempting to store more than 38 significant digits in a Number",
    ),
}
MISFIT = {name: Refused(*request, message) for name, (request, message) in MISFITS.items()}

BEFORE: dict[str, Any] = {
    "n": number(1),
    "rest": number(2),
    "l": {"L": [text("a"), text("b"), text("c")]},
    "m": {"M": {"x": number(1), "y": {"M": {}}}},
    "ss": {"SS": ["a", "b"]},
}
RESULTS: dict[str, tuple[str, Body, Body]] = {
    "all operands are of the item before": (
        "SET n = rest, rest = n",
        {},
        {"n": number(2), "rest": number(1)},
    ),
    "a sum with a default": (
        "SET k = if_not_exists(k, :z) + n",
        {"z": number(0)},
        {"k": number(1)},
    ),
    "a default that is not needed": ("SET n = if_not_exists(n, :z)", {"z": number(0)}, {}),
    "an append to a default": (
        "SET k = list_append(if_not_exists(k, :z), :v)",
        {"z": {"L": []}, "v": {"L": [number(1)]}},
        {"k": {"L": [number(1)]}},
    ),
    "lists in the order of the operands": (
        "SET l = list_append(:v, l)",
        {"v": {"L": [text("z")]}},
        {"l": {"L": [text("z"), text("a"), text("b"), text("c")]}},
    ),
    "an element, and one beyond the end": (
        "SET l[1] = :v, l[9] = :w",
        {"v": text("B"), "w": text("d")},
        {"l": {"L": [text("a"), text("B"), text("c"), text("d")]}},
    ),
    "elements removed by their places before": (
        "REMOVE l[0], l[1]",
        {},
        {"l": {"L": [text("c")]}},
    ),
    "what is not there is not removed": ("REMOVE absent, l[7], m.z", {}, {}),
    "a path into maps": (
        "SET m.y.z = :v REMOVE m.x",
        {"v": number(3)},
        {"m": {"M": {"y": {"M": {"z": number(3)}}}}},
    ),
    "ADD to a number, a new number and a set": (
        "ADD n :v, k :v, ss :s, fresh :s",
        {"v": number(5), "s": {"SS": ["b", "c"]}},
        {
            "n": number(6),
            "k": number(5),
            "ss": {"SS": ["a", "b", "c"]},
            "fresh": {"SS": ["b", "c"]},
        },
    ),
    "keywords in any case": ("set n = :v remove rest", {"v": number(9)}, {"n": number(9)}),
    "parentheses around operands": ("SET n = (n) + (:v)", {"v": number(1)}, {"n": number(2)}),
}


@pytest.mark.parametrize("row", REFUSED)
def test_an_update_at_fault_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests, moto's and ScyllaDB's that were run on AWS."""
    assert REFUSED[row].holds(dynamo)


@pytest.mark.parametrize("row", MISFIT)
def test_an_update_that_does_not_fit_the_item_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's and moto's tests have these messages."""
    item = {
        "word": text("b"),
        "ns": {"NS": ["1"]},
        "m": {"M": {}},
        "big": number("9" * 38),
    }
    dynamo.do("PutItem", **put("misfit", "0", **item)[1])
    assert MISFIT[row].holds(dynamo)
    assert dynamo.do("GetItem", TableName="things", Key=key("misfit"))["Item"] == {
        **key("misfit"),
        **item,
    }


@pytest.mark.parametrize("row", RESULTS)
def test_an_update_changes_what_it_names(dynamo: Dynamo, row: str) -> None:
    expression, values, changed = RESULTS[row]
    dynamo.do("PutItem", **put("update", "0", **BEFORE)[1])

    after = dynamo.do("UpdateItem", **update("update", expression, **values)[1])["Attributes"]

    removed = {"rest"} if "remove rest" in expression else set()
    expected = {name: each for name, each in BEFORE.items() if name not in removed} | changed
    assert after == {**key("update"), **expected}


def test_the_last_element_of_a_set_takes_it_away(dynamo: Dynamo) -> None:
    dynamo.do("PutItem", **put("set", "0", ss={"SS": ["a"]})[1])

    after = dynamo.do("UpdateItem", **update("set", "DELETE ss :v", v={"SS": ["a", "z"]})[1])

    assert after["Attributes"] == key("set")


def test_an_update_makes_an_item_that_is_not_there(dynamo: Dynamo) -> None:
    dynamo.do("DeleteItem", TableName="things", Key=key("fresh"))

    dynamo.do("UpdateItem", TableName="things", Key=key("fresh"))

    assert dynamo.do("GetItem", TableName="things", Key=key("fresh"))["Item"] == key("fresh")
