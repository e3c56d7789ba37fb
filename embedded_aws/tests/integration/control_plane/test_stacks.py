"""CloudFormation's resources of API Gateway are made by the same operations."""

import json
from typing import Any

import boto3
import pytest

from embedded_aws.tests.integration.control_plane.conftest import REGION

PLACE = {"RestApiId": {"Ref": "Api"}, "ResourceId": {"Ref": "Pets"}}
TEMPLATE: dict[str, Any] = {
    "Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "stacked"}},
        "Pets": {
            "Type": "AWS::ApiGateway::Resource",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ParentId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
                "PathPart": "pets",
            },
        },
        "Get": {
            "Type": "AWS::ApiGateway::Method",
            "Properties": {
                **PLACE,
                "HttpMethod": "GET",
                "AuthorizationType": "NONE",
                "MethodResponses": [{"StatusCode": 200}],
                "Integration": {
                    "Type": "MOCK",
                    "RequestTemplates": {"application/json": '{"statusCode": 200}'},
                    "IntegrationResponses": [{"StatusCode": "200"}],
                },
            },
        },
        "Live": {
            "Type": "AWS::ApiGateway::Deployment",
            "DependsOn": "Get",
            "Properties": {"RestApiId": {"Ref": "Api"}, "StageName": "v1"},
        },
    }
}


@pytest.fixture
def stacks(gateway: Any) -> Any:
    return boto3.client(
        "cloudformation",
        endpoint_url=gateway.meta.endpoint_url,
        region_name=REGION,
        aws_access_key_id="control",
        aws_secret_access_key="plane",
    )


def test_a_stack_makes_an_api_with_a_stage(gateway: Any, stacks: Any) -> None:
    stacks.create_stack(StackName="s", TemplateBody=json.dumps(TEMPLATE))

    resources = stacks.describe_stack_resources(StackName="s")["StackResources"]
    ids = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources}
    place = {"restApiId": ids["Api"], "resourceId": ids["Pets"], "httpMethod": "GET"}
    method = gateway.get_method(**place)
    stage = gateway.get_stage(restApiId=ids["Api"], stageName="v1")

    gateway.delete_rest_api(restApiId=ids["Api"])
    assert method["methodIntegration"]["integrationResponses"] == {"200": {"statusCode": "200"}}
    assert stage["deploymentId"] == ids["Live"]


def test_an_api_of_a_stack_has_the_resources_of_its_document(gateway: Any, stacks: Any) -> None:
    operation = {"responses": {}, "x-amazon-apigateway-integration": {"type": "mock"}}
    document = {
        "openapi": "3.0.1",
        "info": {"title": "described", "version": "1"},
        "paths": {"/pets": {"get": operation}},
    }
    api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": document}}

    stacks.create_stack(StackName="b", TemplateBody=json.dumps({"Resources": {"Api": api}}))

    (resource,) = stacks.describe_stack_resources(StackName="b")["StackResources"]
    place = {"restApiId": resource["PhysicalResourceId"]}
    paths = {each["path"] for each in gateway.get_resources(**place)["items"]}
    name = gateway.get_rest_api(**place)["name"]
    gateway.delete_rest_api(**place)
    assert (name, paths) == ("described", {"/", "/pets"})
