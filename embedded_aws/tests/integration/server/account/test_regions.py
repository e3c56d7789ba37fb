"""Every region has its own resources, and all of them are served."""

import json
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from embedded_aws.tests.integration.functions.conftest import zipped
from embedded_aws.tests.integration.server.conftest import EmbeddedAws, eventually

ROLE = "arn:aws:iam::123456789012:role/regions"
CODE = """
import os

def handle(event, context):
    print("served")
    body = os.environ["AWS_REGION"] + " " + context.invoked_function_arn
    return {"statusCode": 200, "body": body}
"""
REGIONS = ("us-east-1", "ap-southeast-2")


def client(aws: EmbeddedAws, service: str, region: str) -> Any:
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=aws.endpoint,
        region_name=region,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


def deploy(aws: EmbeddedAws, region: str) -> str:
    """A function and an API of the same names in each region; the API's id."""
    client(aws, "logs", region).create_log_group(logGroupName="/aws/lambda/regions")
    arn = client(aws, "lambda", region).create_function(
        FunctionName="regions",
        Runtime="python3.13",
        Role=ROLE,
        Handler="main.handle",
        Code={"ZipFile": zipped(CODE)},
    )["FunctionArn"]
    gateway = client(aws, "apigateway", region)
    api = gateway.create_rest_api(name="regions")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    place = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**place, authorizationType="NONE")
    uri = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"
    gateway.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_deployment(restApiId=api, stageName="v1")
    client(aws, "lambda", region).add_permission(
        FunctionName="regions",
        StatementId="gateway",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{region}:123456789012:{api}/*",
    )
    return str(api)


@pytest.fixture(scope="module")
def apis(aws: EmbeddedAws) -> dict[str, str]:
    """The API's id by region."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
    policy = {"Version": "2012-10-17", "Statement": [trust | {"Action": "sts:AssumeRole"}]}
    iam = aws.client("iam")
    iam.create_role(RoleName="regions", AssumeRolePolicyDocument=json.dumps(policy))
    return {region: deploy(aws, region) for region in REGIONS}


def get(aws: EmbeddedAws, api: str, region: str) -> httpx.Response:
    host = {"Host": f"{api}.execute-api.{region}.amazonaws.com"}
    return httpx.get(f"http://127.0.0.1:{aws.api_port}/v1", headers=host)


def test_an_api_is_served_by_its_own_regions_function(
    aws: EmbeddedAws, apis: dict[str, str]
) -> None:
    answers = [get(aws, apis[region], region) for region in REGIONS]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.text for answer in answers] == [
        f"{region} arn:aws:lambda:{region}:123456789012:function:regions" for region in REGIONS
    ]


def test_a_regions_name_for_anothers_api_is_forbidden(
    aws: EmbeddedAws, apis: dict[str, str]
) -> None:
    answer = get(aws, apis[REGIONS[0]], REGIONS[1])

    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})


def test_a_plain_name_is_a_function_of_the_callers_region(
    aws: EmbeddedAws, apis: dict[str, str]
) -> None:
    assert apis
    answers = [
        json.load(client(aws, "lambda", region).invoke(FunctionName="regions")["Payload"])
        for region in REGIONS
    ]
    with pytest.raises(ClientError) as error:
        client(aws, "lambda", "eu-west-1").invoke(FunctionName="regions")

    assert [answer["body"].split()[0] for answer in answers] == list(REGIONS)
    assert error.value.response["Error"] == {
        "Code": "ResourceNotFoundException",
        "Message": "Function not found: arn:aws:lambda:eu-west-1:123456789012:function:regions",
    }


def test_lines_and_metrics_are_in_the_functions_region(
    aws: EmbeddedAws, apis: dict[str, str]
) -> None:
    region = REGIONS[1]
    get(aws, apis[region], region)

    def lines(group: str) -> list[str]:
        logs = client(aws, "logs", region)
        return [each["message"] for each in logs.filter_log_events(logGroupName=group)["events"]]

    def metrics(namespace: str) -> list[Any]:
        watch = client(aws, "cloudwatch", region)
        return list(watch.list_metrics(Namespace=namespace)["Metrics"])

    assert eventually(lambda: "served" in lines("/aws/lambda/regions"))
    assert eventually(lambda: bool(metrics("AWS/Lambda") and metrics("AWS/ApiGateway")))
