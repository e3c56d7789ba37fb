"""Execution logs: each step of a request, and the reason of each failure."""

import json
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    FunctionFailedError,
    World,
    invocation_uri,
    mocked,
    ok,
    openapi,
    proxied,
)

LEVEL, DATA = "/*/*/logging/loglevel", "/*/*/logging/dataTrace"


def logged(world: World, document: dict[str, Any], level: str = "INFO", data: str = "true") -> Any:
    """A deployed document whose stage writes execution logs."""
    api = world.deployed(document)
    api.change(("replace", LEVEL, level), ("replace", DATA, data))
    return api


def lines(api: Deployed, count: int = 1) -> list[str]:
    """The log's lines without the request's id that each begins with."""
    group = f"API-Gateway-Execution-Logs_{api.id}/{api.stage}"
    return [line.partition(") ")[2] for line in api.world.lines.of(group, count)]


def test_a_request_is_told_step_by_step(world: World) -> None:
    """Recorded answer: the words are those of TestInvokeMethod's log."""
    api = logged(world, openapi({"/who/{id}": {"get": mocked('{"at": 1}')}}))

    answer = api.get("/who/7?a=1&b=2", headers={"X-One": "1"})

    every = lines(api, 14)
    place = f"{api.id}/v1"
    number = answer.headers["x-amzn-requestid"]
    assert every.pop(0).startswith("Extended Request Id: ")
    assert [every.pop(0) for _ in range(3)] == [
        f"Verifying Usage Plan for request: {number}. API Key:  API Stage: {place}",
        "API Key  authorized because method 'GET /who/{id}' does not require API Key. "
        "Request will not contribute to throttle or quota limits",
        f"Usage Plan check succeeded for API Key  and API Stage {place}",
    ]
    every.insert(0, "")
    assert every[1] == f"Starting execution for request: {number}"
    assert every[2] == "HTTP Method: GET, Resource Path: /who/7"
    assert every[3] == "Method request path: {id=7}"
    assert every[4] == "Method request query string: {a=1, b=2}"
    assert "X-One=1" in every[5]
    assert every[6] == "Method request body before transformations: "
    assert every[7] == 'Method response body after transformations: {"at": 1}'
    assert every[8] == "Method response headers: {Content-Type=application/json}"
    assert every[9:] == ["Successfully completed execution", "Method completed with status: 200"]


def test_without_data_tracing_nothing_of_the_callers_is_logged(world: World) -> None:
    api = logged(world, openapi({"/who": {"post": mocked("{}")}}), data="false")

    api.send("POST", "/who?secret=1", json={"password": "x"}, headers={"X-Secret": "1"})

    text = "\n".join(lines(api, 8)).lower()
    assert "successfully completed execution" in text
    assert "secret" not in text
    assert "password" not in text


def test_the_group_is_made_at_the_first_line(world: World) -> None:
    api = logged(world, openapi({"/who": {"get": mocked("{}")}}))
    name = f"API-Gateway-Execution-Logs_{api.id}/{api.stage}"

    api.get("/who")

    groups = world.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    assert [each["logGroupName"] for each in groups] == [name]


def test_errors_alone_are_logged_where_the_level_says_so(world: World) -> None:
    broken = mocked()
    broken["x-amazon-apigateway-integration"]["requestTemplates"]["application/json"] = "#if("
    api = logged(world, openapi({"/a": {"get": mocked("{}")}, "/b": {"get": broken}}), "ERROR")

    api.get("/a")
    api.get("/b")

    (line,) = lines(api)
    assert line.startswith(
        "Execution failed due to configuration error: Unable to transform request (request template"
    )


def test_a_stage_logs_nothing_unless_it_says_so(world: World) -> None:
    api = world.deployed(openapi({"/who": {"get": mocked("{}")}}))

    api.get("/who")

    assert [group for group in world.lines.by_group if "Execution" in group] == []


def test_a_method_has_a_level_of_its_own(world: World) -> None:
    api = world.deployed(openapi({"/a": {"get": mocked("{}")}, "/b": {"get": mocked("{}")}}))
    api.change(("replace", "/~1b/GET/logging/loglevel", "INFO"))

    api.get("/a")
    api.get("/b")

    assert "HTTP Method: GET, Resource Path: /b" in lines(api, 8)
    assert "HTTP Method: GET, Resource Path: /a" not in lines(api)


def raising(event: object) -> object:
    del event
    raise FunctionFailedError("out of lamps")


@pytest.mark.parametrize(
    ("behaviour", "status", "reason"),
    [
        (raising, 502, "due to customer function error: out of lamps"),
        (lambda _: "text", 502, "Malformed Lambda proxy response"),
        (ok, 200, ""),
    ],
)
def test_the_failure_of_a_function_is_explained(
    world: World, caplog: pytest.LogCaptureFixture, behaviour: Any, status: int, reason: str
) -> None:
    api = logged(world, openapi({"/x": {"get": proxied(world.function(behaviour))}}))

    assert api.get("/x").status_code == status

    assert reason in "\n".join(lines(api, 16))
    assert reason in caplog.text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"uri": invocation_uri("no-arn")}, "Invalid endpoint address"),
        ({"httpMethod": "GET"}, "a function is invoked by POST alone"),
        ({"credentials": f"arn:aws:iam::{ACCOUNT}:role/none"}, "permission to assume the provided"),
    ],
)
def test_every_500_of_the_gateway_is_in_the_servers_own_log_too(
    world: World, caplog: pytest.LogCaptureFixture, change: dict[str, str], reason: str
) -> None:
    operation = proxied(world.function(ok), **change)
    api = world.deployed(openapi({"/x": {"get": operation}}))

    assert api.get("/x").status_code == 500

    assert reason in caplog.text


def test_the_call_of_a_function_is_told(world: World) -> None:
    """Recorded answer."""
    arn = world.function(lambda event: event)
    operation = {
        "x-amazon-apigateway-integration": {
            "type": "aws",
            "httpMethod": "POST",
            "uri": invocation_uri(arn),
            "responses": {"default": {"statusCode": "200"}},
        },
        "responses": {"200": {"description": "told"}},
    }
    api = logged(world, openapi({"/x": {"post": operation}}))

    api.send("POST", "/x", content=json.dumps({"a": 1}))

    text = "\n".join(lines(api, 21))
    place = f"https://lambda.{REGION}.amazonaws.com/2015-03-31/functions/{arn}/invocations"
    assert f"Endpoint request URI: {place}\n" in text
    assert 'Endpoint request body after transformations: {"a": 1}\n' in text
    assert (
        f"Sending request to {place}\nReceived response. Status: 200, Integration latency: " in text
    )
    assert 'Endpoint response body before transformations: {"a": 1}\n' in text


def test_a_long_event_is_cut_off(world: World) -> None:
    api = logged(world, openapi({"/x": {"get": mocked("x" * 5000)}}))

    api.get("/x")

    assert max(len(line) for line in lines(api, 14)) <= 1024
    assert any(line.endswith("[TRUNCATED]") for line in lines(api))
