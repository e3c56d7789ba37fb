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


def changed(**properties: Any) -> str:
    """The template with other properties of these resources."""
    resources = {
        name: {**each, "Properties": {**each["Properties"], **properties.get(name, {})}}
        for name, each in TEMPLATE["Resources"].items()
    }
    return json.dumps({"Resources": resources})


def numbers(stacks: Any, stack: str) -> dict[str, str]:
    resources = stacks.describe_stack_resources(StackName=stack)["StackResources"]
    return {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources}


def test_a_changed_stack_changes_its_api_in_place(gateway: Any, stacks: Any) -> None:
    stacks.create_stack(StackName="c", TemplateBody=json.dumps(TEMPLATE))
    before = numbers(stacks, "c")

    template = changed(
        Api={"Name": "renamed", "Description": "new"},
        Pets={"PathPart": "animals"},
        Get={"ApiKeyRequired": True},
        Live={"Description": "second"},
    )
    stacks.update_stack(StackName="c", TemplateBody=template)

    place = {"restApiId": before["Api"]}
    api = gateway.get_rest_api(**place)
    resource = gateway.get_resource(**place, resourceId=before["Pets"])
    method = gateway.get_method(**place, resourceId=before["Pets"], httpMethod="GET")
    deployment = gateway.get_deployment(**place, deploymentId=before["Live"])
    gateway.delete_rest_api(**place)
    assert numbers(stacks, "c") == before
    assert (api["name"], api["description"], resource["path"]) == ("renamed", "new", "/animals")
    assert method["apiKeyRequired"]
    assert method["methodIntegration"]["integrationResponses"] == {"200": {"statusCode": "200"}}
    assert deployment["description"] == "second"


def test_what_leaves_a_stack_is_deleted(gateway: Any, stacks: Any) -> None:
    stacks.create_stack(StackName="d", TemplateBody=json.dumps(TEMPLATE))
    api = {"restApiId": numbers(stacks, "d")["Api"]}
    remaining = {name: each for name, each in TEMPLATE["Resources"].items() if name != "Get"}
    live = remaining["Live"].items()
    remaining["Live"] = {name: each for name, each in live if name != "DependsOn"}

    stacks.update_stack(StackName="d", TemplateBody=json.dumps({"Resources": remaining}))
    resources = gateway.get_resources(**api)["items"]
    stacks.delete_stack(StackName="d")

    assert not [each for each in resources if "resourceMethods" in each]
    assert api["restApiId"] not in {each["id"] for each in gateway.get_rest_apis()["items"]}
