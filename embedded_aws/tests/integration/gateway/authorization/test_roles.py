"""Roles of integrations and authorizers, which API Gateway assumes (`credentials`)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
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

    def make(resource: str, service: str = "apigateway.amazonaws.com") -> str:
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
        allowed = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": resource}
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
