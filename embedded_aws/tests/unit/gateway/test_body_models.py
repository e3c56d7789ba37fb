"""Models as API Gateway validates bodies with them, in its words; required parameters."""

import json
from dataclasses import replace
from typing import Any

import pytest

from embedded_aws.gateway.deployed.body_models import LISTED, Models
from embedded_aws.gateway.exchange import Refusal
from embedded_aws.gateway.requests.validation import check_body, check_parameters
from embedded_aws.tests.unit.gateway.exchanges import API, METHOD, STAGE, exchange

URL = "https://apigateway.amazonaws.com/restapis/api/models/"
MODELS = Models(
    {
        "Order": {
            "type": "object",
            "required": ["a", "b"],
            "additionalProperties": False,
            "properties": {
                "a": {"type": "integer", "minimum": 1, "maximum": 9},
                "b": {"type": "string", "minLength": 2, "maxLength": 3, "pattern": "^x"},
                "c": {"enum": ["one", "two"]},
                "d": {"$ref": f"{URL}Inner"},
                "e": {"type": "array", "minItems": 2, "maxItems": 1},
                "f": {"multipleOf": 2},
                "example": {"type": "string"},
            },
        },
        "Inner": {"type": "object", "required": ["z"], "properties": {"z": {"type": "boolean"}}},
        "Endless": {"properties": {"next": {"$ref": f"{URL}Endless"}}},
    }
)
NUMBERS = Models({"Numbers": {"type": "array", "items": {"type": "integer"}}})
GOOD = '"a": 1, "b": "xy"'


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ("", None),
        (', "e": [1, 2, 3]', None),
        (
            ', "a": 0',
            "[numeric instance is lower than the required minimum (minimum: 1, found: 0)]",
        ),
        (
            ', "a": 10',
            "[numeric instance is greater than the required maximum (maximum: 9, found: 10)]",
        ),
        (
            ', "a": "1"',
            "[instance type (string) does not match any allowed primitive type "
            '(allowed: ["integer"])]',
        ),
        (', "b": "x"', '[string "x" is too short (length: 1, required minimum: 2)]'),
        (', "b": "xyzz"', '[string "xyzz" is too long (length: 4, maximum allowed: 3)]'),
        (', "b": "yy"', '[ECMA 262 regex "^x" does not match input string "yy"]'),
        (
            ', "c": "three"',
            '[instance value ("three") not found in enum (possible values: ["one","two"])]',
        ),
        (', "d": {}', '[object has missing required properties (["z"])]'),
        (', "f": 3', "[3 is not a multiple of 2]"),
        (
            ', "z": 1, "y": 2',
            '[object instance has properties which are not allowed by the schema: ["y","z"]]',
        ),
        (
            ', "example": 1',
            "[instance type (integer) does not match any allowed primitive type "
            '(allowed: ["string"])]',
        ),
    ],
)
def test_a_bodys_faults_are_named_as_api_gateway_names_them(more: str, faults: str | None) -> None:
    assert MODELS.faults("Order", f"{{{GOOD}{more}}}".encode()) == faults


def test_what_is_missing_in_one_object_is_named_once_and_last() -> None:
    assert MODELS.faults("Order", b'{"c": 1}') == (
        '[instance value (1) not found in enum (possible values: ["one","two"]), '
        'object has missing required properties (["a","b"])]'
    )


@pytest.mark.parametrize(
    ("value", "kind"),
    [("null", "null"), ("[]", "array"), ("true", "boolean"), ("1.5", "number"), ('""', "string")],
)
def test_each_type_has_its_name(value: str, kind: str) -> None:
    assert f"instance type ({kind})" in str(MODELS.faults("Order", value.encode()))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"NaN", b"\xff", b"[" * 100_000, b'{"next":' * 900 + b"1" + b"}" * 900]
)
def test_what_is_no_json_or_too_deep_is_invalid(body: bytes) -> None:
    assert MODELS.faults("Endless", body) == "[Invalid JSON]"


@pytest.mark.parametrize(("members", "more"), [(LISTED, False), (50_000, True)])
def test_of_wrong_members_a_hundred_are_told_and_that_there_are_more(
    members: int, *, more: bool
) -> None:
    faults = NUMBERS.faults("Numbers", json.dumps(["1"] * members).encode()) or ""

    assert faults.count("instance type (string)") == LISTED
    assert faults.endswith(", more than 100 faults]") is more


def test_a_model_that_is_not_there_finds_nothing() -> None:
    assert MODELS.faults("Other", b"{") is None


def validated(body: bytes, content_type: str | None = None, **changed: Any) -> None:
    """Validate a body as the method does."""
    models = {"application/json": "Order"}
    options: dict[str, Any] = {"validates_body": True, "request_models": models} | changed
    stage = replace(STAGE, api=replace(API, models=MODELS))
    headers = {"Content-Type": content_type} if content_type else {}
    check_body(exchange(replace(METHOD, **options), stage, headers=headers, body=body))


@pytest.mark.parametrize("content_type", [None, "application/json", "Application/JSON ; a=b"])
def test_a_body_that_does_not_fit_is_refused(content_type: str | None) -> None:
    with pytest.raises(Refusal, match=r"^Invalid request body$") as refused:
        validated(b"{}", content_type)

    assert refused.value.response_type == "BAD_REQUEST_BODY"
    assert refused.value.validation_error == '[object has missing required properties (["a","b"])]'


def test_other_bodies_pass() -> None:
    validated(f"{{{GOOD}}}".encode())
    validated(b"{}", "text/plain")
    validated(b"{}", validates_body=False)
    check_body(exchange(None))


NEEDED = (
    "method.request.querystring.page",
    "method.request.header.X-Needed",
    "method.request.path.id",
    "method.request.querystring.a.b",
)


def test_missing_parameters_are_named_in_order() -> None:
    method = replace(METHOD, validates_parameters=True, required_parameters=NEEDED)

    with pytest.raises(Refusal) as refused:
        check_parameters(exchange(method))

    assert refused.value.response_type == "BAD_REQUEST_PARAMETERS"
    assert refused.value.message == "Missing required request parameters: [X-Needed, a.b]"


def test_an_empty_parameter_is_missing_and_others_pass() -> None:
    method = replace(METHOD, validates_parameters=True, required_parameters=NEEDED[:3])
    check_parameters(exchange(method, headers={"X-Needed": "1"}))
    check_parameters(exchange(replace(method, validates_parameters=False)))
    check_parameters(exchange(None))

    with pytest.raises(Refusal, match="X-Needed"):
        check_parameters(exchange(method, headers={"X-Needed": ""}))
