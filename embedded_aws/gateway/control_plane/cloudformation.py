"""CloudFormation's resources of API Gateway that moto knows, made by our own operations."""

import json
from typing import Any

from moto.apigateway import models
from moto.core.common_models import CloudFormationModel
from moto.s3.models import s3_backends

from embedded_aws.gateway.control_plane.protocol.calls import SERVED, Call, Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.deployed.stored import store_of

DOCUMENT = "the document"
"""An API's OpenAPI document among its properties, in bytes."""
IMPORT = ("Body", "BodyS3Location", "FailOnWarnings", "Mode", "Parameters")
METHOD = ("RestApiId", "ResourceId", "HttpMethod")


class Made(CloudFormationModel):  # type: ignore[misc]
    """A resource of a stack, as moto asks about it."""

    def __init__(self, number: str, attributes: Json) -> None:
        self.id = number
        self._attributes = attributes

    @property
    def physical_resource_id(self) -> str:
        """The value of `Ref`."""
        return self.id

    def get_cfn_attribute(self, attribute_name: str) -> Any:
        """The value of `Fn::GetAtt`."""
        return self._attributes[attribute_name]


def install() -> None:
    """Let moto's four resources call our operations."""
    for kind, make in (
        (models.RestAPI, _rest_api),
        (models.Resource, _resource),
        (models.Method, _method),
        (models.Deployment, _deployment),
    ):
        kind.create_from_cloudformation_json = staticmethod(_with_account(make))


def _with_account(make: Any) -> Any:
    def create(
        resource_name: str,
        cloudformation_json: Json,
        account_id: str,
        region_name: str,
        **_: Any,
    ) -> Made:
        def run(operation: str, given: Json) -> Json:
            backend = models.apigateway_backends[account_id][region_name]
            named = {name: value for name, value in given.items() if value is not None}
            call = Call(store_of(backend), account_id, region_name, named)
            return SERVED[operation](call) or {}

        properties = cloudformation_json.get("Properties") or {}
        given = {**properties, DOCUMENT: _document(properties, account_id)}
        resource: Made = make(resource_name, given, run)
        return resource

    return create


def _members(properties: Json, *left_out: str) -> Json:
    """CloudFormation's properties under the names of the operations."""
    return {
        name[0].lower() + name[1:]: value
        for name, value in properties.items()
        if name not in {*left_out, DOCUMENT}
    }


def _rest_api(name: str, properties: Json, run: Any) -> Made:
    configuration = properties.get("EndpointConfiguration")
    given = _members(properties, "EndpointConfiguration", "Tags", "ApiKeySourceType", *IMPORT)
    given.setdefault("name", name)
    given["apiKeySource"] = properties.get("ApiKeySourceType")
    given["endpointConfiguration"] = _members(configuration) if configuration else None
    api = run("CreateRestApi", given)
    if properties[DOCUMENT] is not None:
        options = _members(
            {each: properties.get(each) for each in ("FailOnWarnings", "Parameters")}
        )
        mode = {"restApiId": api["id"], "mode": properties.get("Mode") or "overwrite"}
        run("PutRestApi", {**mode, **options, "body": properties[DOCUMENT]})
    return Made(api["id"], {"RootResourceId": api["rootResourceId"], "RestApiId": api["id"]})


def _document(properties: Json, account_id: str) -> bytes | None:
    """The document that is given in the template, or stored in S3."""
    place = properties.get("BodyS3Location")
    if not place:
        document = properties.get("Body")
        return None if document is None else json.dumps(document).encode()
    stored: Any = s3_backends[account_id]["aws"]
    content = stored.get_object(place["Bucket"], place["Key"], version_id=place.get("Version"))
    if content is None:
        raise BadRequestError(f"There is no object {place['Key']} in the bucket {place['Bucket']}")
    return bytes(content.value)


def _resource(_: str, properties: Json, run: Any) -> Made:
    resource = run("CreateResource", _members(properties))
    return Made(resource["id"], {"ResourceId": resource["id"]})


def _method(name: str, properties: Json, run: Any) -> Made:
    place = _members({each: properties[each] for each in METHOD})
    run("PutMethod", _members(properties, "Integration", "MethodResponses"))
    for response in properties.get("MethodResponses") or []:
        given = {**place, **_members(response), "statusCode": str(response["StatusCode"])}
        run("PutMethodResponse", given)
    integration = properties.get("Integration")
    if integration:
        run("PutIntegration", {**place, **_members(integration, "IntegrationResponses")})
        for response in integration.get("IntegrationResponses") or []:
            given = {**place, **_members(response), "statusCode": str(response["StatusCode"])}
            run("PutIntegrationResponse", given)
    return Made(name, {})


def _deployment(_: str, properties: Json, run: Any) -> Made:
    given = _members(properties, "StageDescription", "DeploymentCanarySettings")
    deployment = run("CreateDeployment", given)
    return Made(deployment["id"], {"DeploymentId": deployment["id"]})
