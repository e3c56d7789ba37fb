"""The event of a Lambda proxy integration, in the form of REST APIs (version 1)."""

import base64
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    Event,
    World,
    ok,
    openapi,
    proxied,
)
from embedded_aws.tests.integration.gateway.limits.keyed import KEYED, SCHEME, member, plan

BINARY = {"x-amazon-apigateway-binary-media-types": ["image/*", "application/zip"]}


@pytest.fixture
def echo(world: World) -> Deployed:
    operation = proxied(world.function(ok))
    paths = {"/orders/{id}": {"get": operation, "post": operation}, "/": {"post": operation}}
    return world.deployed(openapi(paths, **BINARY))


def event_of(deployed: Deployed, method: str, path: str, **request: Any) -> Event:
    """The function's event for this request."""
    assert deployed.send(method, path, **request).status_code == 200
    (events,) = deployed.world.functions.events.values()
    return events[-1]


def test_the_event_has_exactly_the_documented_fields(echo: Deployed) -> None:
    event = event_of(echo, "GET", "/orders/7?a=1", headers={"User-Agent": "test"})

    assert set(event) == {
        "resource",
        "path",
        "httpMethod",
        "headers",
        "multiValueHeaders",
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "pathParameters",
        "stageVariables",
        "requestContext",
        "body",
        "isBase64Encoded",
    }
    assert event["resource"] == "/orders/{id}"
    assert event["path"] == "/orders/7"
    assert event["httpMethod"] == "GET"


def test_the_request_context_has_exactly_the_documented_fields(echo: Deployed) -> None:
    context = event_of(echo, "GET", "/orders/7", headers={"User-Agent": "test"})["requestContext"]

    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", context.pop("requestId"))
    assert re.fullmatch(r"[\w-]{15}=", context.pop("extendedRequestId"))
    assert context.pop("resourceId")
    assert context.pop("deploymentId")
    epoch = context.pop("requestTimeEpoch")
    time = datetime.strptime(context.pop("requestTime"), "%d/%b/%Y:%H:%M:%S %z")
    assert time == datetime.fromtimestamp(epoch // 1000, UTC)
    assert context == {
        "accountId": ACCOUNT,
        "apiId": echo.id,
        "domainName": f"{echo.id}.execute-api.{REGION}.amazonaws.com",
        "domainPrefix": echo.id,
        "httpMethod": "GET",
        "identity": {
            "accessKey": None,
            "accountId": None,
            "caller": None,
            "cognitoAuthenticationProvider": None,
            "cognitoAuthenticationType": None,
            "cognitoIdentityId": None,
            "cognitoIdentityPoolId": None,
            "principalOrgId": None,
            "sourceIp": "127.0.0.1",
            "user": None,
            "userAgent": "test",
            "userArn": None,
        },
        "path": "/v1/orders/7",
        "protocol": "HTTP/1.1",
        "resourcePath": "/orders/{id}",
        "stage": "v1",
    }


def test_what_is_absent_is_null(echo: Deployed) -> None:
    event = event_of(echo, "POST", "/")

    names = (
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "pathParameters",
        "stageVariables",
        "body",
    )
    assert {name: event[name] for name in names} == dict.fromkeys(names)
    assert event["isBase64Encoded"] is False


@pytest.mark.parametrize(
    ("query", "last", "every"),
    [
        ("a=1", {"a": "1"}, {"a": ["1"]}),
        ("a=1&a=2&b=3", {"a": "2", "b": "3"}, {"a": ["1", "2"], "b": ["3"]}),
        ("a=", {"a": ""}, {"a": [""]}),
        ("a", {"a": ""}, {"a": [""]}),
        ("a=x%20y+z%26", {"a": "x y z&"}, {"a": ["x y z&"]}),
        ("%E2%82%AC=1", {"€": "1"}, {"€": ["1"]}),
        ("a=b=c", {"a": "b=c"}, {"a": ["b=c"]}),
        ("a=%zz", {"a": "%zz"}, {"a": ["%zz"]}),
        ("", None, None),
    ],
)
def test_query_parameters_are_decoded_and_the_last_one_counts(
    echo: Deployed, query: str, last: dict[str, str] | None, every: dict[str, list[str]] | None
) -> None:
    event = event_of(echo, "GET", f"/orders/7?{query}")

    assert event["queryStringParameters"] == last
    assert event["multiValueQueryStringParameters"] == every


def test_a_header_sent_twice_keeps_both_values(echo: Deployed) -> None:
    headers = "Host: x\r\nX-Two: a\r\nX-Two: b\r\nConnection: close\r\n\r\n"

    echo.raw(f"GET {{base}}/orders/7 HTTP/1.1\r\n{headers}")

    (events,) = echo.world.functions.events.values()
    assert events[0]["headers"]["X-Two"] == "b"
    assert events[0]["multiValueHeaders"]["X-Two"] == ["a", "b"]


def test_the_gateway_adds_who_called_and_how(echo: Deployed) -> None:
    event = event_of(echo, "GET", "/orders/7", headers={"X-Forwarded-For": "203.0.113.9"})

    headers = event["headers"]
    assert headers["Host"] == f"{echo.id}.execute-api.{REGION}.amazonaws.com"
    assert headers["X-Forwarded-For"] == "203.0.113.9, 127.0.0.1"
    assert headers["X-Forwarded-Port"] == "443"
    assert headers["X-Forwarded-Proto"] == "https"
    assert re.fullmatch(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", headers["X-Amzn-Trace-Id"])


def test_a_client_cannot_speak_for_the_gateway(echo: Deployed) -> None:
    event = event_of(echo, "GET", "/orders/7", headers={"X-Forwarded-Proto": "http"})

    assert event["multiValueHeaders"]["X-Forwarded-Proto"] == ["https"]


def test_a_trace_id_is_passed_on(echo: Deployed) -> None:
    root = "Root=1-67891233-abcdef012345678912345678"

    event = event_of(echo, "GET", "/orders/7", headers={"X-Amzn-Trace-Id": root})

    assert event["headers"]["X-Amzn-Trace-Id"] == root


def test_stage_variables_are_given(echo: Deployed) -> None:
    echo.change(("replace", "/variables/colour", "red"))

    assert event_of(echo, "GET", "/orders/7")["stageVariables"] == {"colour": "red"}


@pytest.mark.parametrize("path", ["/orders/a%20b", "/orders/%41", "/orders/a%2Fb"])
def test_the_path_stays_as_it_was_sent(echo: Deployed, path: str) -> None:
    event = event_of(echo, "GET", path)

    assert event["path"] == path
    assert event["requestContext"]["path"] == f"/v1{path}"


def test_a_text_body_is_passed_as_it_is(echo: Deployed) -> None:
    body = '{"name": "Jürgen"}'

    event = event_of(echo, "POST", "/", content=body, headers={"Content-Type": "application/json"})

    assert (event["body"], event["isBase64Encoded"]) == (body, False)


@pytest.mark.parametrize("media_type", ["image/png", "IMAGE/PNG", "application/zip; v=1"])
def test_a_binary_body_is_passed_in_base64(echo: Deployed, media_type: str) -> None:
    event = event_of(echo, "POST", "/", content=b"\x00\xff", headers={"Content-Type": media_type})

    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == b"\x00\xff"


def test_a_body_without_a_length_arrives_whole(echo: Deployed) -> None:
    event = event_of(echo, "POST", "/", content=iter([b"one ", b"two"]))

    assert event["body"] == "one two"


def test_a_body_that_is_no_utf8_does_not_stop_the_request(echo: Deployed) -> None:
    event = event_of(echo, "POST", "/", content=b"a\xffb")

    assert json.dumps(event["body"])
    assert event["isBase64Encoded"] is False


def test_every_request_has_ids_of_its_own(echo: Deployed) -> None:
    first, second = (event_of(echo, "GET", "/orders/7")["requestContext"] for _ in range(2))

    assert first["requestId"] != second["requestId"]
    assert first["extendedRequestId"] != second["extendedRequestId"]


def test_a_method_with_a_key_tells_the_function_whose_it_is(world: World) -> None:
    secured = {**proxied(world.function(ok)), **KEYED}
    document = openapi({"/keyed": {"get": secured}}, components={"securitySchemes": SCHEME})
    api = world.deployed(document)
    key, value = member(api, plan(api))

    identity = event_of(api, "GET", "/keyed", headers={"x-api-key": value})["requestContext"][
        "identity"
    ]

    assert (identity["apiKey"], identity["apiKeyId"]) == (value, key)
