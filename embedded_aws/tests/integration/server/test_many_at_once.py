"""Two hundred concurrent callers of a function that calls another through the gateway."""

import io
import json
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws
from embedded_aws.tests.integration.server.trust import TRUST

CALLERS = 200
GATEWAY_SECONDS = 29
INNER = "def handle(event, context):\n    return {'statusCode': 200, 'body': 'shelf'}\n"
OUTER = """
import json, os, urllib.error, urllib.request

def handle(event, context):
    try:
        with urllib.request.urlopen(os.environ["INNER"], timeout=25) as answer:
            return {"statusCode": 201, "body": answer.read().decode()}
    except urllib.error.HTTPError as error:
        return {"statusCode": 503, "body": str(error.code)}
"""


def zipped(source: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("main.py", source)
    return buffer.getvalue()


def function(aws: EmbeddedAws, name: str, source: str, **environment: str) -> str:
    role = aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]
    lambda_ = aws.client("lambda")
    lambda_function = lambda_.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=role["Arn"],
        Handler="main.handle",
        Code={"ZipFile": zipped(source)},
        Timeout=28,
        Environment={"Variables": environment},
    )
    lambda_.add_permission(
        FunctionName=name,
        StatementId="gateway",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
    )
    return str(lambda_function["FunctionArn"])


def integrated(arn: str) -> dict[str, Any]:
    uri = f"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{arn}/invocations"
    return {
        "get": {
            "responses": {},
            "x-amazon-apigateway-integration": {
                "type": "aws_proxy",
                "httpMethod": "POST",
                "uri": uri,
            },
        }
    }


def deployed(aws: EmbeddedAws) -> str:
    """The API's address, with /orders that calls /shelf."""
    gateway = aws.client("apigateway")
    api = gateway.create_rest_api(name="shop")["id"]
    base = f"http://127.0.0.1:{aws.api_port}/restapis/{api}/v1/_user_request_"
    inner = function(aws, "inner", INNER)
    outer = function(aws, "outer", OUTER, INNER=f"{base}/shelf")
    document = {
        "openapi": "3.0.1",
        "info": {"title": "shop", "version": "1"},
        "paths": {"/shelf": integrated(inner), "/orders": integrated(outer)},
        "x-amazon-apigateway-gateway-responses": {"INTEGRATION_FAILURE": {"statusCode": 503}},
    }
    gateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(document).encode())
    gateway.create_deployment(restApiId=api, stageName="v1")
    return base


@pytest.mark.parametrize("reserved", [None, 8])
def test_every_caller_of_a_nested_call_is_answered_in_time(
    own_aws: EmbeddedAws, reserved: int | None
) -> None:
    own_aws.start()
    base = deployed(own_aws)
    if reserved:  # whom the callers have to wait for keeps the other places
        concurrency = {"FunctionName": "outer", "ReservedConcurrentExecutions": reserved}
        own_aws.client("lambda").put_function_concurrency(**concurrency)
    limits = httpx.Limits(max_connections=CALLERS)

    def ask(client: httpx.Client) -> tuple[int, float]:
        began = time.monotonic()
        return client.get(f"{base}/orders").status_code, time.monotonic() - began

    with httpx.Client(timeout=60, limits=limits) as client, ThreadPoolExecutor(CALLERS) as callers:
        answers = list(callers.map(lambda _: ask(client), range(CALLERS)))

    statuses = Counter(status for status, _ in answers)
    assert set(statuses) <= {201, 429, 503}, statuses
    assert statuses[201] > 0
    assert max(seconds for _, seconds in answers) < GATEWAY_SECONDS
