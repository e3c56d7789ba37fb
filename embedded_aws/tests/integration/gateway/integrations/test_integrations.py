"""Integrations: permissions, limits, time-outs, mocks."""

import asyncio
import io
import json
import time
import zipfile
from collections.abc import Iterator

import httpx
import pytest

from embedded_aws.functions import (
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnsupportedRuntimeError,
)
from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    FUNCTIONS,
    REGION,
    Behaviour,
    Deployed,
    Event,
    World,
    mocked,
    ok,
    openapi,
    proxied,
)

INTERNAL = {"message": "Internal server error"}
MEGABYTE = 1024 * 1024


def raising(error: Exception) -> Behaviour:
    """A behaviour in which Lambda refuses to run the function."""

    def behave(event: Event) -> object:
        del event
        raise error

    return behave


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (TooManyRequestsError("Rate Exceeded."), 500, "Internal server error"),
        (UnknownFunctionError("gone"), 500, "Internal server error"),
        (UnsupportedRuntimeError("ruby"), 500, "Internal server error"),
        (RequestTooLargeError("6 MB"), 413, "Request Entity Too Large"),
    ],
)
def test_a_function_that_lambda_does_not_run_is_answered_as_documented(
    world: World, error: Exception, status: int, message: str
) -> None:
    function = world.function(raising(error))
    deployed = world.deployed(openapi({"/": {"get": proxied(function)}}))

    answer = deployed.get("/")

    assert (answer.status_code, answer.json()) == (status, {"message": message})


def test_an_integration_that_takes_too_long_is_given_up(world: World) -> None:
    async def slow(event: Event) -> object:
        await asyncio.sleep(5)
        return ok(event)

    operation = proxied(world.function(slow), timeoutInMillis=50)
    deployed = world.deployed(openapi({"/": {"get": operation}}))
    began = time.monotonic()

    answer = deployed.get("/")

    assert time.monotonic() - began < 2
    assert (answer.status_code, answer.json()) == (504, {"message": "Endpoint request timed out"})


def test_a_function_runs_on_when_the_gateway_gave_up(world: World) -> None:
    finished = []

    async def slow(event: Event) -> object:
        await asyncio.sleep(0.3)
        finished.append(event)
        return ok(event)

    operation = proxied(world.function(slow), timeoutInMillis=50)
    deployed = world.deployed(openapi({"/": {"get": operation}}))

    assert deployed.get("/").status_code == 504
    time.sleep(0.5)
    assert len(finished) == 1


def test_one_slow_function_holds_nobody_up(world: World) -> None:
    async def slow(event: Event) -> object:
        await asyncio.sleep(0.5)
        return ok(event)

    paths = {"/slow": {"get": proxied(world.function(slow))}, "/fast": {"get": mocked("fast")}}
    deployed = world.deployed(openapi(paths))
    began = time.monotonic()

    async def both() -> float:
        url = f"http://127.0.0.1:{world.port}{deployed.base}"
        async with httpx.AsyncClient() as client:
            waiting = asyncio.create_task(client.get(f"{url}/slow"))
            await asyncio.sleep(0.05)
            await client.get(f"{url}/fast")
            fast = time.monotonic() - began
            await waiting
        return fast

    assert asyncio.run(both()) < 0.4


def test_a_body_up_to_ten_megabytes_is_taken(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"post": proxied(world.function(ok))}}))

    assert deployed.send("POST", "/", content=b"x" * 10 * MEGABYTE).status_code == 200


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_beyond_ten_megabytes_is_refused(world: World, *, announced: bool) -> None:
    deployed = world.deployed(openapi({"/": {"post": proxied(world.function(ok))}}))
    pieces = [b"x" * MEGABYTE] * 10 + [b"x"]

    answer = deployed.send("POST", "/", content=b"".join(pieces) if announced else iter(pieces))

    assert (answer.status_code, answer.json()) == (413, {"message": "Request Entity Too Large"})
    assert answer.headers["x-amzn-errortype"] == "RequestEntityTooLargeException"
    assert world.functions.events == {}


@pytest.fixture
def real_function(world: World) -> str:
    """The ARN of the alias of a function in the embedded Lambda."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as package:
        package.writestr("main.py", "")
    name = "guarded"
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
    policy = {"Version": "2012-10-17", "Statement": [trust | {"Action": "sts:AssumeRole"}]}
    role = world.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(policy))
    world.lambda_.create_function(
        FunctionName=name,
        Role=role["Role"]["Arn"],
        Runtime="python3.13",
        Handler="main.handle",
        Code={"ZipFile": code.getvalue()},
        Publish=True,
    )
    world.lambda_.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    arn = f"{FUNCTIONS}:{name}:live"
    world.functions.behaviours[arn] = ok
    return arn


@pytest.fixture
def guarded(world: World, real_function: str) -> Iterator[Deployed]:
    """GET and ANY below /orders, with a function that needs a permission."""
    operation = proxied(real_function)
    paths = {
        "/orders": {"get": operation},
        "/orders/{id}": {"x-amazon-apigateway-any-method": operation},
    }
    yield world.deployed(openapi(paths))
    world.lambda_.delete_function(FunctionName="guarded")
    world.iam.delete_role(RoleName="guarded")


def permit(deployed: Deployed, source: str, **more: str) -> None:
    """Let API Gateway invoke the alias from below this API's execution ARN."""
    statement = {
        "StatementId": f"s{time.monotonic_ns()}",
        "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
        "Qualifier": "live",
        "SourceArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{deployed.id}{source}",
    }
    parameters = {name: value for name, value in (statement | more).items() if value}
    deployed.world.lambda_.add_permission(FunctionName="guarded", **parameters)


def test_a_function_that_permits_nobody_is_not_called(guarded: Deployed) -> None:
    answer = guarded.get("/orders")

    assert (answer.status_code, answer.json()) == (500, INTERNAL)
    assert guarded.world.functions.events == {}


@pytest.mark.parametrize(
    ("source", "method", "path", "status"),
    [
        ("/*/*/orders*", "GET", "/orders", 200),
        ("/*/*/orders*", "GET", "/orders/7", 200),
        ("/*", "GET", "/orders", 200),
        ("/v1/GET/orders", "GET", "/orders", 200),
        ("/v1/GET/orders", "GET", "/orders/7", 500),
        ("/v1/POST/orders", "GET", "/orders", 500),
        ("/v2/*", "GET", "/orders", 500),
        ("/*/*/orders/*", "DELETE", "/orders/7", 200),
    ],
)
def test_a_permission_reaches_as_far_as_its_source_arn(
    guarded: Deployed, source: str, method: str, path: str, status: int
) -> None:
    permit(guarded, source)

    assert guarded.send(method, path).status_code == status


@pytest.mark.parametrize(
    "other",
    [
        {"Principal": "events.amazonaws.com"},
        {"Action": "lambda:GetFunction"},
        {"Qualifier": "1"},
        {"Qualifier": ""},
        {"SourceArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:another/*"},
    ],
)
def test_a_permission_for_something_else_does_not_help(
    guarded: Deployed, other: dict[str, str]
) -> None:
    permit(guarded, "/*", **other)

    assert guarded.get("/orders").status_code == 500


def test_a_permission_taken_back_is_seen_by_the_next_request(guarded: Deployed) -> None:
    permit(guarded, "/*", StatementId="all")
    assert guarded.get("/orders").status_code == 200

    guarded.world.lambda_.remove_permission(
        FunctionName="guarded", StatementId="all", Qualifier="live"
    )

    assert guarded.get("/orders").status_code == 500


def test_a_mock_answers_with_status_headers_and_template(world: World) -> None:
    document = openapi({"/": {"get": mocked('{"at": "$context.stage"}', 202, X="said")}})

    answer = world.deployed(document).get("/")

    assert (answer.status_code, answer.json()) == (202, {"at": "v1"})
    assert answer.headers["x"] == "said"


def test_a_preflight_is_answered_as_deployed(world: World) -> None:
    cors = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET,POST"}
    deployed = world.deployed(openapi({"/orders": {"options": mocked("", 204, **cors)}}))

    answer = deployed.send("OPTIONS", "/orders", headers={"Origin": "https://shop.example"})

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET,POST"


def test_a_mock_chooses_its_response_by_the_status_of_its_template(world: World) -> None:
    operation = mocked("default", 200)
    integration = operation["x-amazon-apigateway-integration"]
    integration["requestTemplates"]["application/json"] = '{"statusCode": 404}'
    integration["responses"]["4\\d\\d"] = {
        "statusCode": "404",
        "responseTemplates": {"application/json": "missing"},
    }

    answer = world.deployed(openapi({"/": {"get": operation}})).get("/")

    assert (answer.status_code, answer.text) == (404, "missing")


def test_of_several_responses_a_mock_chooses_the_one_with_its_status(world: World) -> None:
    """Measured on AWS by others."""
    operation = mocked("default", 200)
    integration = operation["x-amazon-apigateway-integration"]
    integration["requestTemplates"]["application/json"] = '{"statusCode": 409}'
    for pattern, status in (("4\\d\\d", "400"), ("4.*", "409"), ("409", "404")):
        answer = {"statusCode": status, "responseTemplates": {"application/json": status}}
        integration["responses"][pattern] = answer

    assert world.deployed(openapi({"/": {"get": operation}})).get("/").text == "409"


@pytest.mark.parametrize(
    "template",
    [
        "{ statusCode: 200 }",
        "{statusCode: 200, colours: [red]}",
        "{'statusCode': 200, '': ''}",
        '{"statusCode": 200,, }',
        "{statusCode: 200, odd}: x, null: null}",
    ],
)
def test_a_mocks_template_need_not_be_json(world: World, template: str) -> None:
    """Seen on AWS by others: only quotes and brackets at the edges of names and values count."""
    operation = mocked("made")
    integration = operation["x-amazon-apigateway-integration"]
    integration["requestTemplates"]["application/json"] = template

    assert world.deployed(openapi({"/": {"get": operation}})).get("/").text == "made"


@pytest.mark.parametrize(
    "template",
    [
        "",
        "no json",
        "{}",
        '{"statusCode": "many"}',
        '{"statusCode": "200"}',
        '{"statusCode": 200.0}',
        '{"statusCode": true}',
        '{"statusCode": 200',
        "statusCode: 200",
        "{'statusCode: 200}",
        "{'statusCode\": 200}",
        "{statusCode: 200, {odd: x}",
    ],
)
def test_a_mock_whose_template_names_no_status_is_a_configuration_error(
    world: World, template: str
) -> None:
    operation = mocked()
    operation["x-amazon-apigateway-integration"]["requestTemplates"] = {
        "application/json": template
    }

    answer = world.deployed(openapi({"/": {"get": operation}})).get("/")

    assert (answer.status_code, answer.json()) == (500, INTERNAL)


def test_a_mock_that_passes_nothing_through_refuses_other_media_types(world: World) -> None:
    operation = mocked()
    operation["x-amazon-apigateway-integration"]["passthroughBehavior"] = "never"
    deployed = world.deployed(openapi({"/": {"post": operation}}))

    answer = deployed.send("POST", "/", headers={"Content-Type": "text/csv"}, content="a")

    assert (answer.status_code, answer.json()) == (415, {"message": "Unsupported Media Type"})
    assert answer.headers["x-amzn-errortype"] == "BadRequestException"


def test_a_header_from_the_path_cannot_add_another_header(world: World) -> None:
    required = [{"name": "q", "in": "query", "required": True}]
    own = {"responseParameters": {"gatewayresponse.header.X": "method.request.path.id"}}
    everything = {"validateRequestBody": True, "validateRequestParameters": True}
    extensions = {
        "x-amazon-apigateway-gateway-responses": {"BAD_REQUEST_PARAMETERS": own},
        "x-amazon-apigateway-request-validators": {"all": everything},
        "x-amazon-apigateway-request-validator": "all",
    }
    operation = {**mocked(), "parameters": required}
    deployed = world.deployed(openapi({"/{id}": {"get": operation}}, **extensions))

    raw = deployed.raw("GET {base}/a%0d%0aEvil:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert b"400 Bad Request" in raw
    assert b"\r\nEvil" not in raw
