"""A registry with any number of synthetic services: real records of functions that answer."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from embedded_aws import ACCOUNT_ID, REGION, Target
from shared.product import NAME

CODE = """
import json

def handle(event, context):
    return {"statusCode": 200, "body": json.dumps({"service": context.function_name})}
"""
PARALLEL = 8


class Synthetic:
    """Publishes services as their roots and the deploy command do."""

    def __init__(self, target: Target, environment: str, platform: Mapping[str, str]) -> None:
        self._environment = environment
        self._bucket, self._pool = platform["artifact_bucket"], platform["user_pool_id"]
        names = ("ssm", "s3", "lambda", "iam", "cognito-idp", "cloudwatch", "logs")
        self._aws: dict[str, Any] = {name: target.client(name) for name in names}
        self._live: set[str] = set()

    def make(self, services: Sequence[str]) -> None:
        """For each service a function with alias, scopes and alarm, as the gateway needs them."""
        trust = {"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "sts:AssumeRole"}
        role = self._aws["iam"].create_role(
            RoleName="synthetic",
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        )["Role"]["Arn"]
        with ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(lambda service: self._make(service, role), services))

    def _make(self, service: str, role: str) -> None:
        functions, name = self._aws["lambda"], self._function(service)
        functions.create_function(
            FunctionName=name,
            Role=role,
            Runtime="python3.13",
            Handler="main.handle",
            Code={"ZipFile": _package()},
            Publish=True,
        )
        functions.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
        self._aws["cognito-idp"].create_resource_server(
            UserPoolId=self._pool,
            Identifier=service,
            Name=service,
            Scopes=[{"ScopeName": scope, "ScopeDescription": scope} for scope in ("read", "write")],
        )
        self._watch(name)

    def _watch(self, name: str) -> None:
        """The function's log group and alarm, which the gateway leads on and asks."""
        self._aws["logs"].create_log_group(logGroupName=_log_group(name))
        self._aws["cloudwatch"].put_metric_alarm(
            AlarmName=f"{name}-failing",
            Namespace="AWS/Lambda",
            MetricName="Errors",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )

    def live(self, services: Mapping[str, int]) -> None:
        """Make exactly these services live: service => its number of resources."""
        gone = self._live - services.keys()
        with ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(self._unpublish, gone))
            list(pool.map(lambda each: self._publish(*each), services.items()))
        self._live = set(services)

    def _publish(self, service: str, resources: int) -> None:
        name, key = self._function(service), f"contracts/{service}/{resources}.json"
        alias = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{name}:live"
        uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{alias}/invocations"
        body = json.dumps(_contract(service, resources, uri)).encode()
        self._aws["s3"].put_object(
            Bucket=self._bucket, Key=key, Body=body, ContentType="application/json"
        )
        published = {
            "function_name": name,
            "alias_name": "live",
            "alias_arn": alias,
            "invoke_arn": uri,
            "log_group": _log_group(name),
            "table_name": None,
            "contract_key": key,
            "gateway_role_arn": None,
            "failing_alarm": f"{name}-failing",
        }
        self._write(f"services/{service}", json.dumps(published))
        self._write(f"live/{service}", key)

    def _unpublish(self, service: str) -> None:
        for name in ("services", "live"):
            self._aws["ssm"].delete_parameter(Name=f"/{self._environment}/{name}/{service}")

    def _write(self, name: str, value: str) -> None:
        self._aws["ssm"].put_parameter(
            Name=f"/{self._environment}/{name}", Value=value, Type="String", Overwrite=True
        )

    def _function(self, service: str) -> str:
        return f"{NAME}-{self._environment}-{service}"


def _log_group(function: str) -> str:
    return f"/aws/lambda/{function}"


def _package() -> bytes:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", CODE)
    return code.getvalue()


def _contract(service: str, resources: int, uri: str) -> dict[str, Any]:
    """A collection, its items, and enough actions on an item to reach the number of resources."""
    read, write = _operation("read", uri), _operation("write", uri)
    by_id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    identified = {"parameters": [by_id]}
    item = f"/{service}/{{id}}"
    actions = {
        f"{item}/action{number}": {"post": write | identified} for number in range(resources - 2)
    }
    return {
        "openapi": "3.0.1",
        "info": {"title": service, "version": "1"},
        "paths": {f"/{service}": {"get": read, "post": write}, item: {"get": read | identified}}
        | actions,
    }


def _operation(throttle_class: str, uri: str) -> dict[str, Any]:
    return {
        "security": [{"authorizer": [], "api_key": []}],
        "x-throttle-class": throttle_class,
        "responses": {"200": {"description": "it worked"}},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": uri,
            "passthroughBehavior": "when_no_match",
        },
    }
