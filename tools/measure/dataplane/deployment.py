"""The API that the gateway benchmark calls: four routes, on an embedded AWS of its own."""

import io
import json
import zipfile
from typing import Any

from embedded_aws import ACCOUNT_ID, HOST, REGION, Target

FUNCTION, TABLE, CACHED, REFUSED = "function", "DynamoDB direct", "cached", "refused (no key)"
ROUTES = {FUNCTION: "/function", TABLE: "/items/1", CACHED: "/cached", REFUSED: "/refused"}
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:hello:live"
CODE = "def handle(event, context):\n    return {'statusCode': 200, 'body': '{\"hello\": 1}'}\n"


def package() -> bytes:
    """The deployment package of the smallest function."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", CODE)
    return code.getvalue()


def deployed(target: Target) -> str:
    """Deploy function, table and API; returns the URL of the routes."""
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
    return f"http://{HOST}:{target.config.api_port}/restapis/{api}/v1/_user_request_"


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
            "credentials": f"arn:aws:iam::{ACCOUNT_ID}:role/bench",
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
