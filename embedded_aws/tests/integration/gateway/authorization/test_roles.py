"""Roles of integrations and authorizers, which API Gateway assumes (`credentials`)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    World,
    invocation_uri,
    ok,
    openapi,
    proxied,
)
from embedded_aws.tests.integration.gateway.integrations.test_integrations import real_function

__all__ = ["real_function"]

INTERNAL = {"message": "Internal server error"}
VERSION = {"Version": "2012-10-17"}


@pytest.fixture
def roles(world: World) -> Iterator[Any]:
    """Make roles by the function that their policy allows and the service that they trust."""
    names: list[str] = []

    def make(
        resource: str,
        service: str = "apigateway.amazonaws.com",
        action: str = "lambda:InvokeFunction",
    ) -> str:
        name = f"calls-{len(names)}"
        names.append(name)
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
        }
        world.iam.create_role(
            RoleName=name, AssumeRolePolicyDocument=json.dumps({**VERSION, "Statement": [trust]})
        )
        allowed = {"Effect": "Allow", "Action": action, "Resource": resource}
        world.iam.put_role_policy(
            RoleName=name,
            PolicyName="p",
            PolicyDocument=json.dumps({**VERSION, "Statement": [allowed]}),
        )
        return f"arn:aws:iam::{ACCOUNT}:role/{name}"

    yield make
    for name in names:
        world.iam.delete_role_policy(RoleName=name, PolicyName="p")
        world.iam.delete_role(RoleName=name)


@pytest.fixture
def function(world: World, real_function: str) -> Iterator[str]:
    """A function of Lambda that permits nobody."""
    yield real_function
    world.lambda_.delete_function(FunctionName="guarded")
    world.iam.delete_role(RoleName="guarded")


def with_role(world: World, function: str, role: str) -> Deployed:
    return world.deployed(openapi({"/x": {"get": proxied(function, credentials=role)}}))


def test_the_roles_policy_suffices_without_a_permission_on_the_function(
    world: World, roles: Any, function: str
) -> None:
    assert with_role(world, function, roles(function)).get("/x").text == "ok"


@pytest.mark.parametrize(
    ("resource", "service", "reason"),
    [
        ("arn:aws:lambda:*:*:function:other", "apigateway.amazonaws.com", "is not authorized to"),
        ("*", "lambda.amazonaws.com", "does not have permission to assume the provided role"),
    ],
)
def test_a_role_that_lacks_it_is_answered_500_and_explained(
    request: pytest.FixtureRequest, roles: Any, resource: str, service: str, reason: str
) -> None:
    world, function, caplog = map(request.getfixturevalue, ("world", "function", "caplog"))
    answer = with_role(world, function, roles(resource, service)).get("/x")

    assert (answer.status_code, answer.json()) == (500, INTERNAL)
    assert reason in caplog.text
    assert world.functions.events == {}


def authorized(world: World, function: str, role: str) -> Deployed:
    """A method whose authorizer is invoked with the role."""
    scheme = {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": "token",
            "authorizerUri": invocation_uri(function),
            "authorizerCredentials": role,
        },
    }
    operation = {**proxied(world.function(ok)), "security": [{"guard": []}]}
    components = {"securitySchemes": {"guard": scheme}}
    return world.deployed(openapi({"/x": {"get": operation}}, components=components))


@pytest.mark.parametrize(("resource", "status"), [("*", 200), ("arn:aws:lambda:::none", 500)])
def test_an_authorizer_is_invoked_with_its_role(
    world: World, roles: Any, function: str, resource: str, status: int
) -> None:
    allow = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}
    world.functions.behaviours[function] = lambda _: {
        "principalId": "ada",
        "policyDocument": {**VERSION, "Statement": [allow]},
    }
    api = authorized(world, function, roles(resource))

    assert api.get("/x", headers={"Authorization": "t"}).status_code == status


@pytest.mark.parametrize(
    "case",
    [
        ("dynamodb:action/GetItem", '{"TableName": "t"}', "dynamodb:{}:table/other", 400),
        ("dynamodb:action/GetItem", '{"TableName": "t"}', "dynamodb:{}:table/t", 404),
        ("sns:action/Publish", "TopicArn=arn:aws:sns:r:1:t", "sns:{}:other", 403),
        ("sqs:path/1/orders", "Action=SendMessage", "sqs:{}:other", 403),
        ("s3:path/bucket/key", "", "s3:::other/*", 403),
    ],
)
def test_a_service_refuses_a_role_that_lacks_the_permission(
    world: World, roles: Any, case: tuple[str, str, str, int]
) -> None:
    service, template, resource, status = case
    arn = f"arn:aws:{resource.format(f'{REGION}:{ACCOUNT}')}"
    form = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}
    integration = {
        "type": "aws",
        "httpMethod": "PUT" if service.startswith("s3") else "POST",
        "uri": f"arn:aws:apigateway:{REGION}:{service}",
        "credentials": roles(arn, action="*"),
        "requestTemplates": {"application/json": template},
        "requestParameters": form if "=" in template else {},
        "responses": {
            "default": {"statusCode": "200"},
            "403": {"statusCode": "403"},
            "400": {
                "statusCode": "400",
                "responseTemplates": {
                    "application/json": "#if($input.path('$.__type').contains('NotFound'))"
                    "#set($context.responseOverride.status = 404)#end$input.path('$.Message')"
                },
            },
        },
    }
    operation = {
        "x-amazon-apigateway-integration": integration,
        "responses": {each: {"description": each} for each in ("200", "400", "403")},
    }

    answer = world.deployed(openapi({"/x": {"post": operation}})).send("POST", "/x")

    assert answer.status_code == status
    assert ("is not authorized to perform" in answer.text) is (status != 404)
