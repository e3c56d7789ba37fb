"""What the gateway is measured with: one API of four routes, on an embedded AWS of its own."""

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

FUNCTION, TABLE, CACHED, REFUSED = "function", "DynamoDB direct", "cached", "refused (no key)"
ROUTES = {FUNCTION: "/function", TABLE: "/items/1", CACHED: "/cached", REFUSED: "/refused"}
ACCOUNT, REGION = "123456789012", "eu-central-1"
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:hello:live"
CODE = "def handle(event, context):\n    return {'statusCode': 200, 'body': '{\"hello\": 1}'}\n"
START_SECONDS = 120


@dataclass(frozen=True)
class Target:
    """A running server."""

    aws_port: int
    api_port: int
    pid: int

    def client(self, service: str) -> Any:
        """A boto3 client of the embedded AWS."""
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=f"http://127.0.0.1:{self.aws_port}",
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106 - the embedded AWS has no secrets
        )


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Target]:
    """A server on free ports, ended with the block."""
    aws_port, api_port = _free_port(), _free_port()
    environment = os.environ | {
        "AWS_PORT": str(aws_port),
        "API_PORT": str(api_port),
        "LOCAL_DIR": str(folder / "local"),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tools.local", "serve"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait(aws_port)
            yield Target(aws_port, api_port, process.pid)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_local/health", timeout=1)
            return
        time.sleep(0.1)
    raise TimeoutError(f"the embedded AWS did not answer in {START_SECONDS} s")


def package() -> bytes:
    """The smallest function."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", CODE)
    return code.getvalue()


def deployed(target: Target) -> str:
    """Deploy function, table and API; the URL below which the routes are."""
    _function(target)
    _table(target)
    gateway = target.client("apigateway")
    api = gateway.import_rest_api(body=json.dumps(_document()))["id"]
    deployment = gateway.create_deployment(restApiId=api)["id"]
    gateway.create_stage(
        restApiId=api, stageName="v1", deploymentId=deployment, cacheClusterEnabled=True
    )
    caching = [{"op": "replace", "path": "/~1cached/GET/caching/enabled", "value": "true"}]
    gateway.update_stage(restApiId=api, stageName="v1", patchOperations=caching)
    return f"http://127.0.0.1:{target.api_port}/restapis/{api}/v1/_user_request_"


def _function(target: Target) -> None:
    trust = {"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = target.client("iam").create_role(RoleName="bench", AssumeRolePolicyDocument=policy)
    functions = target.client("lambda")
    functions.create_function(
        FunctionName="hello",
        Role=role["Role"]["Arn"],
        Runtime="python3.13",
        Handler="main.handle",
        Code={"ZipFile": package()},
        Publish=True,
    )
    functions.create_alias(FunctionName="hello", Name="live", FunctionVersion="1")
    functions.add_permission(
        FunctionName="hello",
        Qualifier="live",
        StatementId="gateway",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
    )


def _table(target: Target) -> None:
    table = target.client("dynamodb")
    table.create_table(
        TableName="items",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.put_item(TableName="items", Item={"id": {"S": "1"}, "name": {"S": "Lamp"}})


def _document() -> dict[str, Any]:
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{ARN}/invocations"
    function = _operation({"type": "aws_proxy", "httpMethod": "POST", "uri": uri})
    key = '{"TableName": "items", "Key": {"id": {"S": "$input.params(\'id\')"}}}'
    direct = _operation(
        {
            "type": "aws",
            "httpMethod": "POST",
            "uri": f"arn:aws:apigateway:{REGION}:dynamodb:action/GetItem",
            "credentials": f"arn:aws:iam::{ACCOUNT}:role/bench",
            "requestTemplates": {"application/json": key},
            "responses": {
                "default": {
                    "statusCode": "200",
                    "responseTemplates": {
                        "application/json": "{\"name\": $input.json('$.Item.name.S')}"
                    },
                }
            },
        }
    )
    return {
        "openapi": "3.0.1",
        "info": {"title": "bench", "version": "1"},
        "paths": {
            "/function": {"get": function},
            "/cached": {"get": function},
            "/items/{id}": {"get": direct},
            "/refused": {"get": {**function, "security": [{"key": []}]}},
        },
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-api-key"}}
        },
    }


def _operation(integration: dict[str, Any]) -> dict[str, Any]:
    return {
        "x-amazon-apigateway-integration": integration,
        "responses": {"200": {"description": "it worked"}},
    }
