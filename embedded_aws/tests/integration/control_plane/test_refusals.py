"""Requests that API Gateway refuses (API reference, the errors of each operation)."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

FUNCTION = (
    "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:eu-central-1:123456789012:function:f/invocations"
)


def refusal(operation: Any, **given: Any) -> str:
    """`Code: message` of the error."""
    with pytest.raises(ClientError) as error:
        operation(**given)
    return "{Code}: {Message}".format(**error.value.response["Error"])


def patch(op: str, path: str, value: str | None = None) -> list[dict[str, str]]:
    return [{"op": op, "path": path, **({} if value is None else {"value": value})}]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"httpMethod": "FETCH"}, "Invalid HttpMethod specified"),
        ({"authorizationType": "CUSTOM"}, "Invalid authorizer ID specified"),
        ({"authorizationType": "CUSTOM", "authorizerId": "abc123"}, "Invalid authorizer ID"),
        ({"requestValidatorId": "none"}, "Invalid Request Validator identifier specified"),
        ({"requestModels": {"application/json": "No"}}, "Invalid model identifier specified: No"),
        ({"requestParameters": {"true": True}}, "Invalid mapping expression specified: true"),
        ({"httpMethod": "GET"}, "ConflictException: Method already exists"),
    ],
)
def test_a_method(gateway: Any, api: dict[str, str], given: dict[str, Any], message: str) -> None:
    whole = {**api, "httpMethod": "POST", "authorizationType": "NONE", **given}

    assert message in refusal(gateway.put_method, **whole)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"timeoutInMillis": 10}, "Timeout should be between 50 ms and 29000 ms"),
        ({"timeoutInMillis": 60_000}, "Timeout should be between 50 ms and 29000 ms"),
        ({"type": "AWS_PROXY", "uri": FUNCTION}, "HttpMethod must be non-empty"),
        ({"type": "HTTP", "integrationHttpMethod": "GET", "uri": "x"}, "Invalid HTTP endpoint"),
        ({"requestParameters": {"integration.request.header.A": "A"}}, "specified: A"),
        (
            {"requestParameters": {"integration.request.header.A": "method.request.header.A"}},
            "Invalid mapping expression parameter specified: method.request.header.A",
        ),
        ({"requestTemplates": {"json": "{}"}}, "Invalid content type specified: json"),
    ],
)
def test_an_integration(
    gateway: Any, api: dict[str, str], given: dict[str, Any], message: str
) -> None:
    whole = {**api, "httpMethod": "GET", "type": "MOCK", **given}

    assert message in refusal(gateway.put_integration, **whole)


def test_an_integration_response_that_maps_what_the_method_response_lacks(
    gateway: Any, api: dict[str, str]
) -> None:
    place = {**api, "httpMethod": "GET", "statusCode": "200"}
    mapped = {"responseParameters": {"method.response.header.X": "'1'"}}

    before = refusal(gateway.put_integration_response, **place, **mapped)
    gateway.put_method_response(**place)

    assert "No method response exists for method." in before
    message = "Invalid mapping expression parameter specified: method.response.header.X"
    assert message in refusal(gateway.put_integration_response, **place, **mapped)


def test_an_authorizer(gateway: Any, api: dict[str, str]) -> None:
    given = {"restApiId": api["restApiId"], "type": "TOKEN", "authorizerUri": FUNCTION}
    gateway.create_authorizer(**given, name="one")

    assert "must be unique" in refusal(gateway.create_authorizer, **given, name="one")
    message = refusal(
        gateway.create_authorizer, **given, name="two", authorizerResultTtlInSeconds=3601
    )
    assert "between 0 and 3600" in message


@pytest.mark.parametrize(
    ("operations", "message"),
    [
        (patch("replace", "/nope", "1"), "Invalid method setting path: /nope. Must be one of: ["),
        (patch("replace", "/cacheClusterSize", "0.7"), "Invalid cache cluster size"),
        (patch("replace", "/variables/v", "a b{}"), "Invalid stage variable value: a b{}"),
        (patch("replace", "/accessLogSettings/format", "$context.nope"), "$context.nope"),
        (patch("replace", "/canarySettings/deploymentId", "no"), "Deployment id does not exist"),
        (patch("replace", "/*/*/logging/loglevel", "LOUD"), "Invalid method setting value"),
        (patch("remove", "/*/*"), "Cannot remove method setting */*"),
    ],
)
def test_a_change_of_a_stage(
    gateway: Any, api: dict[str, str], operations: Any, message: str
) -> None:
    place = {"restApiId": api["restApiId"], "stageName": "v1"}
    gateway.create_deployment(**place)
    before = gateway.get_stage(**place)

    assert message in refusal(gateway.update_stage, **place, patchOperations=operations)
    assert gateway.get_stage(**place)["methodSettings"] == before["methodSettings"] == {}


def test_children_of_a_greedy_variable(gateway: Any, api: dict[str, str]) -> None:
    name, root = api["restApiId"], api["resourceId"]
    greedy = gateway.create_resource(restApiId=name, parentId=root, pathPart="{proxy+}")["id"]

    child = refusal(gateway.create_resource, restApiId=name, parentId=greedy, pathPart="a")
    sibling = refusal(gateway.create_resource, restApiId=name, parentId=root, pathPart="{id}")

    assert "Cannot create a child of a resource with a greedy path variable: {proxy+}" in child
    assert "A sibling ({proxy+}) of this resource already has a variable path part" in sibling


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"endpointConfiguration": {"types": ["EDGE", "REGIONAL"]}}, "multiple Endpoint Types"),
        ({"endpointConfiguration": {"types": []}}, "cannot be both DISABLED"),
        ({"minimumCompressionSize": -1}, "must be between 0 and 10485760"),
        ({"description": ""}, "Description cannot be an empty string"),
    ],
)
def test_an_api(gateway: Any, given: dict[str, Any], message: str) -> None:
    assert message in refusal(gateway.create_rest_api, name="a", **given)


def test_all_broken_constraints_are_named_at_once(gateway: Any, api: dict[str, str]) -> None:
    place = {**api, "httpMethod": "GET", "statusCode": "wrong"}

    message = refusal(
        gateway.update_method_response, **place, patchOperations=patch("wrong_op", "/x")
    )

    assert message == (
        "ValidationException: 2 validation errors detected: Value 'wrong_op' at "
        "'updateMethodResponseInput.patchOperations.1.member.op' failed to satisfy constraint: "
        "Member must satisfy enum value set: [add, remove, move, test, replace, copy]; Value "
        "'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular "
        "expression pattern: [1-5]\\d\\d"
    )


def test_a_patch_is_applied_whole_or_not_at_all(gateway: Any, api: dict[str, str]) -> None:
    operations = patch("replace", "/name", "b") + patch("replace", "/nope", "c")

    message = refusal(
        gateway.update_rest_api, restApiId=api["restApiId"], patchOperations=operations
    )

    assert message == "BadRequestException: Invalid patch path /nope"
    assert gateway.get_rest_api(restApiId=api["restApiId"])["name"] == "a"
