"""Latencies of function and table without a gateway: the baseline of the data plane."""

import http.client
import json
import time
from pathlib import Path

from embedded_aws import (
    ACCOUNT_ID,
    HOST,
    REGION,
    DeployedFunction,
    Functions,
    Target,
    ensure_runtime,
)
from tools.measure.dataplane.deployment import ARN, package

EVENT = {"httpMethod": "GET", "path": "/function", "headers": {"Host": "x"}, "body": None}


class _One:
    """A registry of one function."""

    def resolve(self, function_name: str, qualifier: str | None) -> DeployedFunction:
        """The function, under any name."""
        del qualifier
        return DeployedFunction(
            name="hello",
            version="1",
            arn=function_name,
            code=package(),
            code_sha256="aGVsbG8=",
            handler="main.handle",
            runtime="python3.13",
            role=f"arn:aws:iam::{ACCOUNT_ID}:role/bench",
            timeout_seconds=3,
            memory_mb=128,
            environment={},
            log_group="/aws/lambda/hello",
            region=REGION,
            account_id=ACCOUNT_ID,
        )


class _Nowhere:
    """A log sink that drops every line."""

    def write(
        self, group: str, stream: str, timestamp_ms: int, message: str, region: str = ""
    ) -> None:
        """Drop the line."""


async def direct_latencies(folder: Path, seconds: float) -> list[float]:
    """Milliseconds of successive invocations, without the cold one."""
    functions = Functions(
        _One(),
        _Nowhere(),
        directory=folder,
        runtime=ensure_runtime(folder / "runtime"),
        environment={},
    )
    event = json.dumps(EVENT).encode()
    milliseconds = []
    try:
        await functions.invoke(ARN, event)
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            began = time.perf_counter()
            await functions.invoke(ARN, event)
            milliseconds.append((time.perf_counter() - began) * 1000)
    finally:
        await functions.close()
    return milliseconds


def table_latencies(target: Target, seconds: float) -> list[float]:
    """Milliseconds of successive GetItem calls, over one connection to the embedded AWS."""
    body = json.dumps({"TableName": "items", "Key": {"id": {"S": "1"}}})
    scope = f"AWS4-HMAC-SHA256 Credential=local/20260101/{REGION}/dynamodb/aws4_request"
    headers = {
        "X-Amz-Target": "DynamoDB_20120810.GetItem",
        "Content-Type": "application/x-amz-json-1.0",
        "Authorization": f"{scope}, SignedHeaders=host, Signature=0",
    }
    connection = http.client.HTTPConnection(HOST, target.config.aws_port)
    milliseconds = []
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        began = time.perf_counter()
        connection.request("POST", "/", body, headers)
        connection.getresponse().read()
        milliseconds.append((time.perf_counter() - began) * 1000)
    connection.close()
    return milliseconds
