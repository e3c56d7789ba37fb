"""Gateway responses: defaults, and the API's own templates, statuses and headers."""

import json
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    FUNCTIONS,
    Deployed,
    World,
    mocked,
    openapi,
    proxied,
)

EXTENSION = "x-amazon-apigateway-gateway-responses"


def customised(world: World, **responses: Any) -> Deployed:
    """An API with one route and these gateway responses."""
    return world.deployed(openapi({"/known": {"get": mocked()}}, **{EXTENSION: responses}))


def template(text: str, media_type: str = "application/json") -> dict[str, Any]:
    return {"responseTemplates": {media_type: text}}


def test_the_default_is_a_message(world: World) -> None:
    answer = customised(world).get("/unknown")

    assert answer.text == '{"message":"Missing Authentication Token"}'
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-amzn-requestid"]


def test_a_type_has_its_own_status_template_and_headers(world: World) -> None:
    own = template('{"title":"nothing here"}', "application/problem+json") | {
        "statusCode": 404,
        "responseParameters": {
            "gatewayresponse.header.Retry-After": "'7'",
            "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
        },
    }

    answer = customised(world, MISSING_AUTHENTICATION_TOKEN=own).get("/unknown")

    assert (answer.status_code, answer.json()) == (404, {"title": "nothing here"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "7"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_class_default_covers_types_without_their_own(world: World) -> None:
    answer = customised(world, DEFAULT_4XX=template('{"any":4}')).get("/unknown")

    assert (answer.status_code, answer.json()) == (403, {"any": 4})


def test_the_type_goes_before_the_class_default(world: World) -> None:
    responses = {
        "DEFAULT_4XX": template('{"any":4}'),
        "MISSING_AUTHENTICATION_TOKEN": template('{"own":1}'),
    }

    assert customised(world, **responses).get("/unknown").json() == {"own": 1}


def test_the_other_class_default_does_not_apply(world: World) -> None:
    answer = customised(world, DEFAULT_5XX=template('{"any":5}')).get("/unknown")

    assert answer.json() == {"message": "Missing Authentication Token"}


def test_a_failure_of_the_api_takes_the_5xx_default(world: World) -> None:
    document = openapi(
        {"/a": {"get": mocked()}, "/broken": {"get": proxied(f"{FUNCTIONS}:nobody")}},
        **{EXTENSION: {"DEFAULT_5XX": template('{"any":5}')}},
    )

    answer = world.deployed(document).get("/broken")

    assert (answer.status_code, answer.json()) == (500, {"any": 5})


def test_templates_know_the_error_and_the_request(world: World) -> None:
    text = json.dumps(
        {
            "message": "$context.error.message",
            "quoted": "MARK",
            "type": "$context.error.responseType",
            "id": "$context.requestId",
            "path": "${context.path}",
            "stage": "$stageVariables.colour",
            "absent": "$context.error.validationErrorString",
        }
    ).replace('"MARK"', "$context.error.messageString")
    deployed = customised(world, MISSING_AUTHENTICATION_TOKEN=template(text))
    deployed.change(("replace", "/variables/colour", "red"))

    answer = deployed.get("/unknown")

    assert answer.json() == {
        "message": "Missing Authentication Token",
        "quoted": "Missing Authentication Token",
        "type": "MISSING_AUTHENTICATION_TOKEN",
        "id": answer.headers["x-amzn-requestid"],
        "path": "/v1/unknown",
        "stage": "red",
        "absent": "",
    }


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/xml", "application/xml"),
        ("application/json", "application/json"),
        ("text/html", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_the_template_is_chosen_by_what_the_client_accepts(
    world: World, accept: str, media_type: str
) -> None:
    both = {"responseTemplates": {"application/xml": "<x/>", "application/json": "{}"}}
    deployed = customised(world, MISSING_AUTHENTICATION_TOKEN=both)

    answer = deployed.get("/unknown", headers={"Accept": accept})

    assert answer.headers["content-type"] == media_type


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'static'", "static"),
        ("context.stage", "v1"),
        ("method.request.header.X-In", "in"),
        ("method.request.querystring.q", "asked"),
        ("stageVariables.colour", "red"),
    ],
)
def test_headers_are_mapped_from_where_they_say(world: World, source: str, value: str) -> None:
    own = {"responseParameters": {"gatewayresponse.header.X-Out": source}}
    deployed = customised(world, DEFAULT_4XX=own)
    deployed.change(("replace", "/variables/colour", "red"))

    answer = deployed.get("/unknown?q=asked", headers={"X-In": "in"})

    assert answer.headers["x-out"] == value


def test_a_header_whose_source_is_absent_is_left_out(world: World) -> None:
    own = {"responseParameters": {"gatewayresponse.header.X-Out": "method.request.header.X-In"}}

    answer = customised(world, DEFAULT_4XX=own).get("/unknown")

    assert "x-out" not in answer.headers


def test_a_mapped_header_cannot_add_another_header(world: World) -> None:
    own = {"responseParameters": {"gatewayresponse.header.X-Out": "method.request.querystring.q"}}
    deployed = customised(world, DEFAULT_4XX=own)

    raw = deployed.raw(
        "GET {base}/no?q=a%0d%0aEvil:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )

    assert raw.startswith(b"HTTP/1.1 403")
    assert b"\r\nEvil" not in raw


def test_a_response_put_alone_is_deployed_too(world: World) -> None:
    deployed = customised(world)
    world.apigateway.put_gateway_response(
        restApiId=deployed.id,
        responseType="MISSING_AUTHENTICATION_TOKEN",
        statusCode="404",
        responseTemplates={"application/json": "{}"},
    )
    assert deployed.get("/unknown").status_code == 403

    deployed.redeploy()

    assert deployed.get("/unknown").status_code == 404


def test_a_function_called_by_another_verb_than_post_fails_whatever_the_default_says(
    world: World,
) -> None:
    """Recorded answer: 500, where the response type's own status is 504."""
    operation = proxied(f"{FUNCTIONS}:f:live")
    operation["x-amazon-apigateway-integration"]["httpMethod"] = "GET"
    own: dict[str, Any] = {EXTENSION: {"INTEGRATION_FAILURE": {"responseParameters": {}}}}
    deployed = world.deployed(openapi({"/x": {"get": operation}}, **own))

    answer = deployed.get("/x")

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})
