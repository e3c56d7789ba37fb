"""CloudFormation's resources of API Gateway that moto knows, made by our own operations."""

import contextlib
from typing import Any

from moto.apigateway import models
from moto.core.common_models import CloudFormationModel

from embedded_aws.gateway.control_plane import stack_changes as changes
from embedded_aws.gateway.control_plane import stack_documents
from embedded_aws.gateway.control_plane.protocol.calls import SERVED, Call, Json
from embedded_aws.gateway.control_plane.protocol.errors import NotFoundError
from embedded_aws.gateway.control_plane.stack_changes import members
from embedded_aws.gateway.deployed.stored import store_of

IMPORT = ("Body", "BodyS3Location", "FailOnWarnings", "Mode", "Parameters")
METHOD = ("RestApiId", "ResourceId", "HttpMethod")


class Made(CloudFormationModel):  # type: ignore[misc]
    """A resource of a stack, as moto asks about it."""

    def __init__(self, number: str, attributes: Json, removal: str, **place: str) -> None:
        self.id = number
        self.place = place
        self._attributes = attributes
        self._removal = removal

    @property
    def physical_resource_id(self) -> str:
        """The value of `Ref`."""
        return self.id

    def get_cfn_attribute(self, attribute_name: str) -> Any:
        """The value of `Fn::GetAtt`."""
        return self._attributes[attribute_name]

    def delete(self, account_id: str, region_name: str) -> None:
        """Delete the resource, which may be gone with its API."""
        with contextlib.suppress(NotFoundError):
            runner(account_id, region_name)(self._removal, self.place)


def install() -> None:
    """Let moto's four resources call our operations."""
    for kind, make, change in (
        (models.RestAPI, _rest_api, changes.rest_api),
        (models.Resource, _resource, changes.resource),
        (models.Method, _method, _method_anew),
        (models.Deployment, _deployment, changes.deployment),
    ):
        kind.create_from_cloudformation_json = staticmethod(_making(make))
        kind.update_from_cloudformation_json = staticmethod(_changing(change))


def runner(account_id: str, region_name: str) -> changes.Run:
    """Runs an operation with its members that have a value."""

    def run(operation: str, given: Json) -> Json:
        backend = models.apigateway_backends[account_id][region_name]
        named = {name: value for name, value in given.items() if value is not None}
        return SERVED[operation](Call(store_of(backend), account_id, region_name, named)) or {}

    return run


def _making(make: Any) -> Any:
    def create(
        resource_name: str,
        cloudformation_json: Json,
        account_id: str,
        region_name: str,
        **_: Any,
    ) -> Made:
        given = stack_documents.with_document(cloudformation_json, account_id)
        resource: Made = make(resource_name, given, runner(account_id, region_name))
        return resource

    return create


def _changing(change: Any) -> Any:
    def update(
        original_resource: Made,
        new_resource_name: str,
        cloudformation_json: Json,
        account_id: str,
        region_name: str,
    ) -> Made:
        del new_resource_name
        given = stack_documents.with_document(cloudformation_json, account_id)
        change(original_resource, given, runner(account_id, region_name))
        return original_resource

    return update


def _rest_api(name: str, properties: Json, run: Any) -> Made:
    configuration = properties.get("EndpointConfiguration")
    given = members(properties, "EndpointConfiguration", "Tags", "ApiKeySourceType", *IMPORT)
    given.setdefault("name", name)
    given["apiKeySource"] = properties.get("ApiKeySourceType")
    given["endpointConfiguration"] = members(configuration) if configuration else None
    api = run("CreateRestApi", given)
    changes.import_document(api["id"], properties, run)
    attributes = {"RootResourceId": api["rootResourceId"], "RestApiId": api["id"]}
    return Made(api["id"], attributes, "DeleteRestApi", restApiId=api["id"])


def _resource(_: str, properties: Json, run: Any) -> Made:
    resource = run("CreateResource", members(properties))
    place = {"restApiId": properties["RestApiId"], "resourceId": resource["id"]}
    return Made(resource["id"], {"ResourceId": resource["id"]}, "DeleteResource", **place)


def _method(name: str, properties: Json, run: Any) -> Made:
    place = members({each: properties[each] for each in METHOD})
    run("PutMethod", members(properties, "Integration", "MethodResponses"))
    for response in properties.get("MethodResponses") or []:
        given = {**place, **members(response), "statusCode": str(response["StatusCode"])}
        run("PutMethodResponse", given)
    integration = properties.get("Integration")
    if integration:
        run("PutIntegration", {**place, **members(integration, "IntegrationResponses")})
        for response in integration.get("IntegrationResponses") or []:
            given = {
                **place,
                **members(response),
                "statusCode": str(response["StatusCode"]),
            }
            run("PutIntegrationResponse", given)
    return Made(name, {}, "DeleteMethod", **place)


def _method_anew(resource: Made, properties: Json, run: changes.Run) -> None:
    """The method in its new form; nothing of the earlier one stays."""
    run("DeleteMethod", resource.place)
    resource.place = _method(resource.id, properties, run).place


def _deployment(_: str, properties: Json, run: Any) -> Made:
    given = members(properties, "StageDescription", "DeploymentCanarySettings")
    deployment = run("CreateDeployment", given)
    place = {"restApiId": properties["RestApiId"], "deploymentId": deployment["id"]}
    return Made(deployment["id"], {"DeploymentId": deployment["id"]}, "DeleteDeployment", **place)
