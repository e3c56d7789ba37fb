"""Requests are validated against the deployed parameters and models before the function runs."""

import json
from typing import Any

import httpx
import pytest

from embedded_aws.tests.integration.gateway.conftest import Deployed, World, ok, openapi, proxied

PREFIX = "x-amazon-apigateway"
ITEM = {
    "type": "object",
    "required": ["name", "size"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 5, "pattern": "^[a-z]*$"},
        "size": {"type": "integer", "minimum": 1, "maximum": 9},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "minItems": {"type": "string"},
    },
}
BODY = {
    "type": "object",
    "required": ["items"],
    "properties": {
        "items": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Item"}}
    },
}


@pytest.fixture
def api(world: World) -> Deployed:
    operation = {
        **proxied(world.function(ok)),
        f"{PREFIX}-request-validator": "all",
        "parameters": [
            {"name": "X-Needed", "in": "header", "required": True, "schema": {"type": "string"}},
            {"name": "page", "in": "query", "required": True, "schema": {"type": "string"}},
            {"name": "free", "in": "query", "required": False, "schema": {"type": "string"}},
        ],
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
        },
    }
    return world.deployed(
        openapi(
            {"/things": {"post": operation}, "/open": {"post": proxied(world.function(ok))}},
            components={"schemas": {"Body": BODY, "Item": ITEM}},
            **{
                f"{PREFIX}-request-validators": {
                    "all": {"validateRequestBody": True, "validateRequestParameters": True}
                },
                f"{PREFIX}-gateway-responses": {
                    "BAD_REQUEST_BODY": {
                        "responseTemplates": {
                            "application/json": '{"why": "$context.error.validationErrorString"}'
                        }
                    }
                },
            },
        )
    )


def send(api: Deployed, body: Any, **changed: Any) -> httpx.Response:
    request: dict[str, Any] = {
        "params": {"page": "1"},
        "headers": {"X-Needed": "yes", "Content-Type": "application/json"},
        "content": body if isinstance(body, str) else json.dumps(body),
    } | changed
    return api.send("POST", "/things", **request)


def item(**changed: Any) -> dict[str, Any]:
    return {"items": [{"name": "abc", "size": 3} | changed]}


def test_a_fitting_request_reaches_the_function(api: Deployed) -> None:
    assert send(api, item()).status_code == 200


def test_one_model_may_hold_for_every_content_type(world: World, api: Deployed) -> None:
    resources = world.apigateway.get_resources(restApiId=api.id)["items"]
    things = next(each["id"] for each in resources if each["path"] == "/things")
    world.apigateway.update_method(
        restApiId=api.id,
        resourceId=things,
        httpMethod="POST",
        patchOperations=[{"op": "add", "path": "/requestModels/$default", "value": "Body"}],
    )
    headers = {"X-Needed": "yes", "Content-Type": "text/plain"}
    before = send(api, "no json", headers=headers).status_code

    api.redeploy()

    assert (before, send(api, "no json", headers=headers).status_code) == (200, 400)
    assert send(api, item(), headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"params": {}}, "page"),
        ({"params": {"page": ""}}, "page"),
        ({"headers": {"Content-Type": "application/json"}}, "X-Needed"),
        ({"headers": {}, "params": {}}, "X-Needed, page"),
    ],
)
def test_missing_parameters_are_named(api: Deployed, changed: dict[str, Any], named: str) -> None:
    answer = send(api, item(), **changed)

    assert answer.status_code == 400
    assert answer.json() == {"message": f"Missing required request parameters: [{named}]"}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{", "[Invalid JSON]"),
        ("", "[Invalid JSON]"),
        ({}, '[object has missing required properties (["items"])]'),
        ({"items": [{}]}, '[object has missing required properties (["name","size"])]'),
        (
            item(size="3"),
            "[instance type (string) does not match any allowed primitive type "
            '(allowed: ["integer"])]',
        ),
        (
            [],
            "[instance type (array) does not match any allowed primitive type "
            '(allowed: ["object"])]',
        ),
        (
            item(size=0),
            "[numeric instance is lower than the required minimum (minimum: 1, found: 0)]",
        ),
        (
            item(size=10),
            "[numeric instance is greater than the required maximum (maximum: 9, found: 10)]",
        ),
        (item(name="a"), '[string "a" is too short (length: 1, required minimum: 2)]'),
        (item(name="abcdef"), '[string "abcdef" is too long (length: 6, maximum allowed: 5)]'),
        (item(name="AB"), '[ECMA 262 regex "^[a-z]*$" does not match input string "AB"]'),
        (
            item(kind="c"),
            '[instance value ("c") not found in enum (possible values: ["a","b"])]',
        ),
        (
            item(other=1),
            '[object instance has properties which are not allowed by the schema: ["other"]]',
        ),
    ],
)
def test_a_body_that_does_not_fit_is_told_as_api_gateway_does(
    api: Deployed, body: Any, why: str
) -> None:
    answer = send(api, body)

    assert (answer.status_code, answer.json()) == (400, {"why": why})


def test_the_function_sees_nothing_of_what_was_refused(world: World) -> None:
    seen: list[object] = []

    def note(event: Any) -> object:
        seen.append(event)
        return ok(event)

    operation = {
        **proxied(world.function(note)),
        f"{PREFIX}-request-validator": "body",
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
        },
    }
    api = world.deployed(
        openapi(
            {"/things": {"post": operation}},
            components={"schemas": {"Body": BODY, "Item": ITEM}},
            **{f"{PREFIX}-request-validators": {"body": {"validateRequestBody": True}}},
        )
    )

    answer = api.send("POST", "/things", content="{}")

    assert (answer.status_code, seen) == (400, [])


def test_how_many_items_there_are_is_not_checked(api: Deployed) -> None:
    assert send(api, {"items": []}).status_code == 200


def test_a_property_may_have_the_name_of_a_keyword(api: Deployed) -> None:
    assert send(api, item(minItems=1)).status_code == 400


def test_another_content_type_without_a_model_is_not_checked(api: Deployed) -> None:
    headers = {"X-Needed": "yes", "Content-Type": "text/plain"}

    assert send(api, "anything", headers=headers).status_code == 200


def test_a_method_without_validator_takes_anything(api: Deployed) -> None:
    assert api.send("POST", "/open", content="{").status_code == 200
