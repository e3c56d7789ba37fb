"""TestInvokeMethod and TestInvokeAuthorizer."""

import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.gateway.conftest import (
    FunctionFailedError,
    World,
    invocation_uri,
    mocked,
    ok,
    openapi,
    proxied,
)

MOMENT = re.compile(r"^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2} UTC \d{4} : ")


def invoked(world: World, api: str, path: str, verb: str = "GET", **more: Any) -> Any:
    """The operation's answer for the resource with this declared path."""
    resources = world.apigateway.get_resources(restApiId=api)["items"]
    resource = next(each["id"] for each in resources if each["path"] == path)
    return world.apigateway.test_invoke_method(
        restApiId=api, resourceId=resource, httpMethod=verb, **more
    )


def log(answer: Any) -> list[str]:
    """The log's lines without their moments; the first has none."""
    first, *others, last = answer["log"].split("\n")
    assert (MOMENT.match(first), last) == (None, "")
    assert all(MOMENT.match(line) for line in others)
    return [first, *(MOMENT.sub("", line) for line in others)]


def test_a_mock_is_called_without_a_deployment(world: World) -> None:
    """Recorded answer: status, headers, log and all."""
    api = world.imported(openapi({"/pets": {"get": mocked('{"pets": "all"}')}}))

    answer = invoked(world, api, "/pets")

    assert (answer["status"], answer["body"]) == (200, '{"pets": "all"}')
    assert answer["headers"] == {"Content-Type": "application/json"}
    assert answer["multiValueHeaders"] == {"Content-Type": ["application/json"]}
    number = log(answer)[0].rpartition(" ")[2]
    assert log(answer) == [
        f"Execution log for request {number}",
        f"Starting execution for request: {number}",
        "HTTP Method: GET, Resource Path: /pets",
        "Method request path: {}",
        "Method request query string: {}",
        "Method request headers: {}",
        "Method request body before transformations: ",
        'Method response body after transformations: {"pets": "all"}',
        "Method response headers: {Content-Type=application/json}",
        "Successfully completed execution",
        "Method completed with status: 200",
    ]


@pytest.mark.parametrize(
    ("path", "place", "parameters", "body"),
    [
        ("/pets/123", "/pets/123", "{id=123}", "123"),
        ("/pets/123?foo=bar", "/pets/123", "{id=123}", "123"),
        (None, "/pets/{id}", "{id={id}}", "{id}"),
        ("/random/test", "/random/test", "{}", ""),
    ],
)
def test_the_path_need_not_be_the_resources(
    world: World, path: str | None, place: str, parameters: str, body: str
) -> None:
    """Recorded answer."""
    api = world.imported(openapi({"/pets/{id}": {"get": mocked("$input.params('id')")}}))

    answer = invoked(world, api, "/pets/{id}", **({"pathWithQueryString": path} if path else {}))

    assert answer["body"] == body
    assert f"HTTP Method: GET, Resource Path: {place}" in log(answer)
    assert f"Method request path: {parameters}" in log(answer)


def test_a_function_gets_body_headers_query_and_stage_variables(world: World) -> None:
    function = world.function(lambda event: {"statusCode": 201, "body": json.dumps(event)})
    api = world.imported(openapi({"/x": {"post": proxied(function)}}))

    answer = invoked(
        world,
        api,
        "/x",
        "POST",
        pathWithQueryString="/x?a=1",
        headers={"X-One": "1"},
        body="hello",
        stageVariables={"colour": "red"},
    )

    event = json.loads(answer["body"])
    assert (answer["status"], event["body"], event["headers"]["X-One"]) == (201, "hello", "1")
    assert (event["queryStringParameters"], event["stageVariables"]) == (
        {"a": "1"},
        {"colour": "red"},
    )
    assert event["requestContext"]["stage"] == "test-invoke-stage"
    assert list(answer["headers"]) == ["X-Amzn-Trace-Id", "Content-Type"]


def mapped(world: World, answer: object) -> str:
    """An API with `GET /x`, a function's answer without the proxy's form."""
    uri = invocation_uri(world.function(lambda _: answer))
    responses = {"default": {"statusCode": "200"}}
    integration = {"type": "aws", "httpMethod": "POST", "uri": uri, "responses": responses}
    operation = {"responses": {"200": {}}, "x-amazon-apigateway-integration": integration}
    return world.imported(openapi({"/x": {"get": operation}}))


def test_a_functions_call_is_logged_with_its_headers(world: World) -> None:
    """Recorded on AWS; with no role, the call has the ARN that permissions name."""
    api = mapped(world, {"a": 1})

    answer = invoked(world, api, "/x")

    sent, received = (each for each in log(answer) if re.match("Endpoint .* headers", each))
    source = f"arn:aws:execute-api:eu-central-1:123456789012:{api}/test-invoke-stage/GET/x"
    assert re.fullmatch(
        r"Endpoint request headers: {x-amzn-lambda-integration-tag=\S+, Authorization=\*+, "
        rf"X-Amz-Date=\d{{8}}T\d{{6}}Z, x-amzn-apigateway-api-id={api}, X-Amz-Source-Arn={source}, "
        rf"Accept=application/json, User-Agent=AmazonAPIGateway_{api}, "
        r"X-Amz-Security-Token=\*+ \[TRUNCATED\]",
        sent,
    )
    assert re.fullmatch(
        r"Endpoint response headers: {Date=.+ GMT, Content-Type=application/json, "
        r"Content-Length=8, Connection=keep-alive, x-amzn-RequestId=[^,]+, "
        r"x-amzn-Remapped-Content-Length=0, X-Amz-Executed-Version=1, "
        rf"X-Amzn-Trace-Id={re.escape(answer['headers']['X-Amzn-Trace-Id'])}}}",
        received,
    )


def test_a_failure_is_explained(world: World) -> None:
    """Recorded answer: an address without a host."""
    integration = {"type": "http_proxy", "httpMethod": "ANY", "uri": "https://${stageVariables.no}"}
    operation = {"x-amazon-apigateway-integration": integration, "responses": {}}
    api = world.imported(openapi({"/x": {"get": operation}}))

    answer = invoked(world, api, "/x")

    assert (answer["status"], json.loads(answer["body"])) == (
        500,
        {"message": "Internal server error"},
    )
    assert answer["headers"] == {"x-amzn-ErrorType": "InternalServerErrorException"}
    assert log(answer)[-2:] == [
        "Execution failed due to configuration error: Invalid endpoint address",
        "Method completed with status: 500",
    ]


def test_a_methods_authorizer_and_key_do_not_stand_before_it(world: World) -> None:
    operation = {**mocked("in"), "security": [{"key": []}]}
    scheme = {"type": "apiKey", "name": "x-api-key", "in": "header"}
    document = openapi({"/x": {"get": operation}}, components={"securitySchemes": {"key": scheme}})

    assert invoked(world, world.imported(document), "/x")["body"] == "in"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"httpMethod": "PUT"}, "Invalid Method identifier specified"),
        ({"resourceId": "nowhere"}, "Invalid Resource identifier specified"),
        ({"restApiId": "nobody"}, "Invalid Resource identifier specified"),
    ],
)
def test_an_unknown_part_is_not_there(world: World, parts: dict[str, str], message: str) -> None:
    """Recorded answer."""
    api = world.imported(openapi({"/x": {"get": mocked()}}))
    resources = world.apigateway.get_resources(restApiId=api)["items"]
    resource = next(each["id"] for each in resources if each["path"] == "/x")
    given = {"restApiId": api, "resourceId": resource, "httpMethod": "GET", **parts}

    with pytest.raises(ClientError, match=message) as refused:
        world.apigateway.test_invoke_method(**given)

    assert refused.value.response["Error"]["Code"] == "NotFoundException"


def with_authorizer(world: World, function: str) -> tuple[str, str]:
    """(API, authorizer) with this function."""
    api = world.imported(openapi({"/x": {"get": proxied(world.function(ok))}}))
    authorizer = world.apigateway.create_authorizer(
        restApiId=api,
        name="guard",
        type="TOKEN",
        authorizerUri=invocation_uri(function),
        identitySource="method.request.header.Authorization",
    )
    return api, authorizer["id"]


def test_an_authorizer_tells_its_policy(world: World) -> None:
    policy = {"Version": "2012-10-17", "Statement": []}
    function = world.function(lambda _: {"principalId": "ada", "policyDocument": policy})
    api, authorizer = with_authorizer(world, function)

    answer = world.apigateway.test_invoke_authorizer(
        restApiId=api, authorizerId=authorizer, headers={"Authorization": "t"}
    )

    assert (answer["clientStatus"], answer["principalId"]) == (200, "ada")
    assert json.loads(answer["policy"]) == policy


@pytest.mark.parametrize(("headers", "status"), [({}, 401), ({"Authorization": "t"}, 500)])
def test_an_authorizers_refusal_has_the_clients_status(
    world: World, headers: dict[str, str], status: int
) -> None:
    def fail(event: object) -> object:
        del event
        raise FunctionFailedError("no keys")

    api, authorizer = with_authorizer(world, world.function(fail))

    answer = world.apigateway.test_invoke_authorizer(
        restApiId=api, authorizerId=authorizer, headers=headers
    )

    assert answer["clientStatus"] == status
    assert ("no keys" in answer["log"]) is (status == 500)
