"""The whole way once: a request through the gateway to a real deployed zip file, and back."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from embedded_aws.functions import Functions, MotoCatalog, ensure_runtime
from embedded_aws.gateway import Gateway
from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    FUNCTIONS,
    REGION,
    Deployed,
    World,
    openapi,
    proxied,
    serving,
)

RUNTIME = Path(__file__).parents[5] / ".build" / "runtime"
NAME = "echo"
SOURCE = """
import json

def handle(event, context):
    if event["path"] == "/broken":
        raise RuntimeError("broken")
    return {"statusCode": 201, "body": json.dumps([event["pathParameters"], event["body"]])}
"""


def create(world: World) -> None:
    """Publish the function behind an alias that this account's APIs may invoke."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as package:
        package.writestr("main.py", SOURCE)
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
    policy = {"Version": "2012-10-17", "Statement": [trust | {"Action": "sts:AssumeRole"}]}
    role = world.iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=json.dumps(policy))
    world.lambda_.create_function(
        FunctionName=NAME,
        Role=role["Role"]["Arn"],
        Runtime="python3.13",
        Handler="main.handle",
        Code={"ZipFile": code.getvalue()},
        Publish=True,
    )
    world.lambda_.create_alias(FunctionName=NAME, Name="live", FunctionVersion="1")
    world.lambda_.add_permission(
        FunctionName=NAME,
        Qualifier="live",
        StatementId="gateway",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:*",
    )


@pytest.fixture
def function(world: World) -> Iterator[str]:
    create(world)
    yield f"{FUNCTIONS}:{NAME}:live"
    world.lambda_.delete_function(FunctionName=NAME)
    world.iam.delete_role(RoleName=NAME)


@pytest.fixture
def echo(world: World, function: str, tmp_path: Path) -> Iterator[Deployed]:
    """The function at /things/{id} and /broken, run in worker processes."""
    RUNTIME.parent.mkdir(exist_ok=True)
    with FileLock(RUNTIME.with_suffix(".lock")):
        runtime = ensure_runtime(RUNTIME)
    functions = Functions(
        MotoCatalog(ACCOUNT),
        world.lines,
        directory=tmp_path,
        runtime=runtime,
        environment={},
    )
    operation = proxied(function)
    deployed = world.deployed(
        openapi({"/things/{id}": {"post": operation}, "/broken": {"get": operation}})
    )
    gateway = Gateway(replace(world.backends, functions=functions))
    with serving(gateway, functions.close) as port:
        yield replace(deployed, world=replace(world, port=port))


def test_a_request_reaches_the_deployed_code_and_its_answer_the_client(echo: Deployed) -> None:
    answer = echo.send("POST", "/things/7", content="hello")

    assert (answer.status_code, answer.json()) == (201, [{"id": "7"}, "hello"])


def test_an_exception_in_the_deployed_code_costs_its_one_request(echo: Deployed) -> None:
    broken, after = echo.get("/broken"), echo.send("POST", "/things/8", content="x")

    assert (broken.status_code, broken.json()) == (502, {"message": "Internal server error"})
    assert after.status_code == 201
