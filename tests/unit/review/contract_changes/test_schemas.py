"""A change of a schema is judged by the sender: a consumer's request or our response."""

from typing import Any

import pytest

from tools.review.contract_changes.change import Change, Side
from tools.review.contract_changes.schemas import Walk

type Schema = dict[str, Any]
COMPATIBLE, BREAKING = "compatible", "breaking"


def text(**rules: Any) -> Schema:
    return {"type": "string", **rules}


def number(**rules: Any) -> Schema:
    return {"type": "integer", **rules}


def thing(*required: str, further: Any = None, **properties: Schema) -> Schema:
    shape = {"type": "object", "properties": properties, "required": list(required)}
    return shape if further is None else {**shape, "additionalProperties": further}


def listed(**rules: Any) -> Schema:
    return {"type": "array", "items": text(), **rules}


def changes(old: Schema, new: Schema, side: Side, document: Any = None) -> list[Change]:
    root = document or {}
    return list(Walk("GET /things", "body", side, root, root).changes(old, new))


# what happens, before, after, in a request, in a response
CASES = [
    ("a number becomes an integer", {"type": "number"}, number(), BREAKING, COMPATIBLE),
    ("an integer becomes a number", number(), {"type": "number"}, COMPATIBLE, BREAKING),
    ("a type becomes another", text(), number(), BREAKING, BREAKING),
    ("a type is demanded", {}, text(), BREAKING, COMPATIBLE),
    ("a type is no longer demanded", text(), {}, COMPATIBLE, BREAKING),
    ("null is no longer allowed", text(nullable=True), text(), BREAKING, COMPATIBLE),
    ("null is allowed", text(), text(nullable=True), COMPATIBLE, BREAKING),
    ("an enum loses a value", text(enum=["a", "b"]), text(enum=["a"]), BREAKING, COMPATIBLE),
    ("an enum gets a value", text(enum=["a"]), text(enum=["a", "b"]), COMPATIBLE, BREAKING),
    ("an enum swaps a value", text(enum=["a", "b"]), text(enum=["a", "c"]), BREAKING, BREAKING),
    ("any text becomes an enum", text(), text(enum=["a"]), BREAKING, COMPATIBLE),
    ("an enum becomes any text", text(enum=["a"]), text(), COMPATIBLE, BREAKING),
    ("a maximum sinks", number(maximum=9), number(maximum=8), BREAKING, COMPATIBLE),
    ("a maximum rises", number(maximum=9), number(maximum=10), COMPATIBLE, BREAKING),
    ("a maximum of zero comes", number(), number(maximum=0), BREAKING, COMPATIBLE),
    ("a maximum goes", number(maximum=9), number(), COMPATIBLE, BREAKING),
    ("a minimum rises", number(minimum=0), number(minimum=1), BREAKING, COMPATIBLE),
    ("a minimum sinks", number(minimum=1), number(minimum=0), COMPATIBLE, BREAKING),
    ("a minimum of zero comes", number(), number(minimum=0), BREAKING, COMPATIBLE),
    (
        "a minimum is excluded",
        number(minimum=1),
        number(minimum=1, exclusiveMinimum=True),
        BREAKING,
        COMPATIBLE,
    ),
    (
        "a maximum is included",
        number(maximum=1, exclusiveMaximum=True),
        number(maximum=1),
        COMPATIBLE,
        BREAKING,
    ),
    ("a text gets shorter", text(maxLength=9), text(maxLength=8), BREAKING, COMPATIBLE),
    ("a text gets longer", text(maxLength=8), text(maxLength=9), COMPATIBLE, BREAKING),
    ("a text may not be empty", text(), text(minLength=1), BREAKING, COMPATIBLE),
    ("a list gets shorter", listed(maxItems=9), listed(maxItems=8), BREAKING, COMPATIBLE),
    ("a list may be empty", listed(minItems=1), listed(), COMPATIBLE, BREAKING),
    ("items must differ", listed(), listed(uniqueItems=True), BREAKING, COMPATIBLE),
    ("items may repeat", listed(uniqueItems=True), listed(), COMPATIBLE, BREAKING),
    ("a pattern comes", text(), text(pattern="^a"), BREAKING, COMPATIBLE),
    ("a pattern goes", text(pattern="^a"), text(), COMPATIBLE, BREAKING),
    ("a pattern changes", text(pattern="^a"), text(pattern="^b"), BREAKING, BREAKING),
    ("a format comes", text(), text(format="date"), BREAKING, COMPATIBLE),
    ("a format changes", text(format="date"), text(format="date-time"), BREAKING, BREAKING),
    ("steps get wider", number(multipleOf=5), number(multipleOf=10), BREAKING, COMPATIBLE),
    ("steps get finer", number(multipleOf=10), number(multipleOf=5), COMPATIBLE, BREAKING),
    ("steps cross", number(multipleOf=4), number(multipleOf=6), BREAKING, BREAKING),
    ("a default changes", number(default=1), number(default=2), BREAKING, None),
    ("a default goes", number(default=1), number(), BREAKING, None),
    ("a default is told", number(), number(default=1), COMPATIBLE, None),
    ("a field goes", thing(a=text()), thing(), BREAKING, BREAKING),
    ("a required field goes", thing("a", a=text()), thing(), BREAKING, BREAKING),
    ("a field comes", thing(), thing(a=text()), COMPATIBLE, COMPATIBLE),
    ("a required field comes", thing(), thing("a", a=text()), BREAKING, COMPATIBLE),
    ("a field must come", thing(a=text()), thing("a", a=text()), BREAKING, COMPATIBLE),
    ("a field may be absent", thing("a", a=text()), thing(a=text()), COMPATIBLE, BREAKING),
    ("further fields are refused", thing(), thing(further=False), BREAKING, COMPATIBLE),
    ("further fields are allowed", thing(further=False), thing(), COMPATIBLE, COMPATIBLE),
    (
        "further fields get narrower",
        thing(further=text()),
        thing(further=text(maxLength=3)),
        BREAKING,
        COMPATIBLE,
    ),
    (
        "a nested list's items change",
        thing(a=listed()),
        thing(a=listed(items=number())),
        BREAKING,
        BREAKING,
    ),
    ("a list gets items", {"type": "array"}, listed(), BREAKING, COMPATIBLE),
    ("something unknown comes", text(), text(allOf=[]), BREAKING, BREAKING),
]


@pytest.mark.parametrize(
    ("old", "new", "request_verdict", "response_verdict"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_change_is_judged_by_who_speaks(
    old: Schema, new: Schema, request_verdict: str, response_verdict: str | None
) -> None:
    of_request = {change.verdict for change in changes(old, new, Side.REQUEST)}
    of_response = {change.verdict for change in changes(old, new, Side.RESPONSE)}

    assert of_request == {request_verdict}
    assert of_response == {response_verdict} - {None}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (text(), text(description="A name", title="Name", example="bolt", deprecated=True)),
        (text(), text(nullable=False, minLength=0)),
        (listed(), listed(uniqueItems=False, minItems=0)),
        (text(), {**text(), "x-note": "for us"}),
        (text(enum=["a", "b"]), text(enum=["b", "a"])),
    ],
)
def test_what_means_the_same_is_no_change(old: Schema, new: Schema) -> None:
    assert changes(old, new, Side.REQUEST) == changes(old, new, Side.RESPONSE) == []


def test_a_change_says_where_it_is_and_what_it_was() -> None:
    old, new = thing(a=listed(items=number(maximum=9))), thing(a=listed(items=number(maximum=8)))

    (change,) = changes(old, new, Side.REQUEST)

    assert change.what == "body.a[]: maximum 9 → 8"
    assert change.advice == "Accept the old values too, or add a new field or route"


def test_a_changed_enum_says_what_goes_and_what_comes() -> None:
    (change,) = changes(text(enum=["a", "b"]), text(enum=["b", "c"]), Side.RESPONSE)

    assert change.what == 'body: enum loses "a", gets "c"'


def test_one_new_required_field_is_one_change() -> None:
    differences = changes(thing(), thing("a", a=text()), Side.REQUEST)

    assert [change.what for change in differences] == ["body.a: new, required"]


def test_another_type_is_one_change_whatever_lies_below() -> None:
    differences = changes(thing(a=text()), listed(), Side.REQUEST)

    assert [change.what for change in differences] == ['body: type "object" → "array"']


def test_a_schema_behind_a_reference_is_the_schema() -> None:
    document = {"components": {"schemas": {"Name": text(maxLength=9)}}}
    reference = {"$ref": "#/components/schemas/Name"}

    assert changes(reference, text(maxLength=9), Side.REQUEST, document) == []
    assert len(changes(reference, text(maxLength=8), Side.REQUEST, document)) == 1


def test_a_schema_within_itself_is_compared_once() -> None:
    reference = {"$ref": "#/components/schemas/Tree"}

    def tree(length: int) -> Any:
        leaf = text(maxLength=length)
        return {"components": {"schemas": {"Tree": thing(leaf=leaf, below=reference)}}}

    walk = Walk("GET /trees", "body", Side.REQUEST, tree(9), tree(8))

    assert [change.what for change in walk.changes(reference, reference)] == [
        "body.leaf: maxLength 9 → 8"
    ]
