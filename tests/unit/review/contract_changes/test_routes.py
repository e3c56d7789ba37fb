"""Every kind of change of a route, and whether it breaks consumers."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tools.review.contract_changes.change import Change
from tools.review.contract_changes.comparison import contract_changes
from tools.review.contract_changes.version import EMPTY, Version

type Json = dict[str, Any]
type Edit = Callable[[Json], object]
COMPATIBLE, BREAKING = "compatible", "breaking"
LEVELS = {
    "route_classes": {
        "read": {"rate_per_second": 100, "burst": 200},
        "write": {"rate_per_second": 50, "burst": 100},
    }
}


def parameter(place: str, name: str, *, required: bool = False, **rules: Any) -> Json:
    return {
        "in": place,
        "name": name,
        "required": required,
        "schema": {"type": "string", **rules},
    }


def body(**schema: Any) -> Json:
    return {"content": {"application/json": {"schema": {"type": "object", **schema}}}}


def operation() -> Json:
    """A route with everything that can change."""
    return {
        "operationId": "make",
        "security": [{"token": []}],
        "x-required-scope": "things/write",
        "x-throttle-class": "write",
        "parameters": [
            parameter("query", "limit"),
            parameter("header", "If-Match", required=True, maxLength=64),
        ],
        "requestBody": {"required": True, **body()},
        "responses": {
            "200": {**body(), "headers": {"ETag": {"required": True, "schema": {}}}},
            "404": {"description": "Not Found"},
        },
    }


def version(post: Json) -> Version:
    token = {"type": "http", "scheme": "bearer"}
    return Version(
        {
            "paths": {"/things": {"post": post}},
            "components": {"securitySchemes": {"token": token}},
        },
        LEVELS,
    )


def changes(edit: Edit) -> list[Change]:
    changed = operation()
    edit(changed)
    return list(contract_changes(version(operation()), version(changed)))


def json_of(post: Json) -> Json:
    schema: Json = post["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


CASES: list[tuple[str, Edit, str, str]] = [
    (
        "another scope",
        lambda post: post.update({"x-required-scope": "things/admin"}),
        BREAKING,
        "scope things/write → things/admin",
    ),
    ("no scope", lambda post: post.pop("x-required-scope"), COMPATIBLE, "scope things/write →"),
    (
        "another scheme",
        lambda post: post.update(security=[{"key": []}]),
        BREAKING,
        "security token (bearer) → key (unknown)",
    ),
    ("no security", lambda post: post.update(security=[]), COMPATIBLE, "→ none"),
    (
        "a faster class",
        lambda post: post.update({"x-throttle-class": "read"}),
        COMPATIBLE,
        "throttle class: write → read",
    ),
    (
        "an unknown class",
        lambda post: post.update({"x-throttle-class": "snail"}),
        BREAKING,
        "throttle class: write → snail",
    ),
    ("a parameter goes", lambda post: post["parameters"].pop(0), BREAKING, "query limit: removed"),
    (
        "an optional parameter comes",
        lambda post: post["parameters"].append(parameter("query", "name")),
        COMPATIBLE,
        "query name: new",
    ),
    (
        "a required parameter comes",
        lambda post: post["parameters"].append(parameter("query", "name", required=True)),
        BREAKING,
        "query name: new, required",
    ),
    (
        "a required header comes",
        lambda post: post["parameters"].append(parameter("header", "X-Key", required=True)),
        BREAKING,
        "header X-Key: new, required",
    ),
    (
        "a parameter becomes required",
        lambda post: post["parameters"][0].update(required=True),
        BREAKING,
        "query limit: optional → required",
    ),
    (
        "a header becomes optional",
        lambda post: post["parameters"][1].update(required=False),
        COMPATIBLE,
        "header If-Match: required → optional",
    ),
    (
        "a header gets shorter",
        lambda post: post["parameters"][1]["schema"].update(maxLength=32),
        BREAKING,
        "header If-Match: maxLength 64 → 32",
    ),
    (
        "a parameter is written in another way",
        lambda post: post["parameters"][0].update(style="pipeDelimited"),
        BREAKING,
        "query limit: style changed",
    ),
    ("the body goes", lambda post: post.pop("requestBody"), BREAKING, "body: removed"),
    (
        "the body may be absent",
        lambda post: post["requestBody"].update(required=False),
        COMPATIBLE,
        "body: required → optional",
    ),
    (
        "the body gets a required field",
        lambda post: post["requestBody"].update(body(properties={"a": {}}, required=["a"])),
        BREAKING,
        "body.a: new, required",
    ),
    (
        "a media type of the body goes",
        lambda post: post["requestBody"].update(content={}),
        BREAKING,
        "body: application/json removed",
    ),
    (
        "a media type of the body comes",
        lambda post: post["requestBody"]["content"].update({"text/csv": {}}),
        COMPATIBLE,
        "body: text/csv new",
    ),
    (
        "a media type of the answer goes",
        lambda post: post["responses"]["200"].update(content={}),
        BREAKING,
        "200: application/json removed",
    ),
    (
        "a field of the answer comes",
        lambda post: json_of(post).update(properties={"a": {}}),
        COMPATIBLE,
        "200.a: new",
    ),
    ("an error goes", lambda post: post["responses"].pop("404"), COMPATIBLE, "404: removed"),
    (
        "an error comes",
        lambda post: post["responses"].update({"409": {}}),
        COMPATIBLE,
        "409: new",
    ),
    (
        "another success comes",
        lambda post: post["responses"].update({"202": {}}),
        BREAKING,
        "202: new",
    ),
    (
        "a redirection comes",
        lambda post: post["responses"].update({"303": {}}),
        BREAKING,
        "303: new",
    ),
    ("the success goes", lambda post: post["responses"].pop("200"), BREAKING, "200: removed"),
    (
        "a header of the answer goes",
        lambda post: post["responses"]["200"]["headers"].clear(),
        BREAKING,
        "200 header ETag: removed",
    ),
    (
        "a header of the answer may be absent",
        lambda post: post["responses"]["200"]["headers"]["ETag"].update(required=False),
        BREAKING,
        "200 header ETag: required → optional",
    ),
    (
        "a header of the answer comes",
        lambda post: post["responses"]["200"]["headers"].update(Age={}),
        COMPATIBLE,
        "200 header Age: new",
    ),
    (
        "another name for clients",
        lambda post: post.update(operationId="create"),
        COMPATIBLE,
        "operationId: make → create",
    ),
    ("deprecated", lambda post: post.update(deprecated=True), COMPATIBLE, "deprecated"),
    (
        "something that is not judged",
        lambda post: post.update(callbacks={"done": {}}),
        BREAKING,
        "callbacks: changed",
    ),
]


@pytest.mark.parametrize(
    ("edit", "verdict", "what"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_changed_route_is_judged(edit: Edit, verdict: str, what: str) -> None:
    (change,) = changes(edit)

    assert (change.route, change.verdict) == ("POST /things", verdict)
    assert what in change.what


def test_a_slower_class_breaks() -> None:
    slower = copy.deepcopy(version(operation() | {"x-throttle-class": "read"}))

    (change,) = contract_changes(slower, version(operation()))

    assert (change.what, change.breaking) == ("throttle class: read → write", True)


def test_a_class_that_got_as_fast_does_not_break() -> None:
    reading = version(operation() | {"x-throttle-class": "read"})
    levels = {"route_classes": {"write": LEVELS["route_classes"]["read"]}}

    (change,) = contract_changes(reading, Version(version(operation()).document, levels))

    assert not change.breaking


def test_a_required_body_that_comes_breaks() -> None:
    without = operation()
    del without["requestBody"]

    (change,) = contract_changes(version(without), version(operation()))

    assert (change.what, change.breaking) == ("body: new, required", True)


def test_a_success_that_becomes_another_breaks_twice() -> None:
    differences = changes(
        lambda post: post["responses"].update({"201": post["responses"].pop("200")})
    )

    assert {change.what: change.breaking for change in differences} == {
        "200: removed": True,
        "201: new": True,
    }


def test_a_service_that_comes_breaks_nothing() -> None:
    differences = contract_changes(EMPTY, version(operation()))

    assert [(each.route, each.what, each.breaking) for each in differences] == [
        ("POST /things", "new", False)
    ]


def test_a_service_that_goes_breaks_each_of_its_routes() -> None:
    differences = contract_changes(version(operation()), EMPTY)

    assert [(each.route, each.what, each.breaking) for each in differences] == [
        ("POST /things", "removed", True)
    ]


def test_a_scheme_that_becomes_another_breaks() -> None:
    other = version(operation())
    keyed = {"token": {"type": "apiKey", "in": "header", "name": "X"}}
    changed = Version({**other.document, "components": {"securitySchemes": keyed}}, LEVELS)

    (change,) = contract_changes(other, changed)

    assert (change.what, change.breaking) == ("security token (bearer) → token (apiKey)", True)


def test_a_header_in_another_case_is_the_same() -> None:
    assert changes(lambda post: post["parameters"][1].update(name="if-match")) == []


def test_words_about_a_route_change_nothing() -> None:
    assert changes(lambda post: post.update(summary="Make it", description="…", tags=["a"])) == []


def test_a_parameter_of_the_path_is_one_of_the_route() -> None:
    moved = operation()
    common = moved.pop("parameters")
    shared = version(moved)
    shared.document["paths"]["/things"]["parameters"] = common

    assert list(contract_changes(version(operation()), shared)) == []
