"""Patches moto's API Gateway: documents, deployments, stages and settings as in AWS."""

import copy
from collections.abc import Callable
from typing import Any

from moto.apigateway.exceptions import (
    InvalidOpenAPIDocumentException,
    InvalidOpenApiDocVersionException,
    InvalidOpenApiModeException,
    StageStillActive,
)
from moto.apigateway.models import (
    APIGatewayBackend,
    Authorizer,
    Deployment,
    Integration,
    Resource,
    RestAPI,
    Stage,
)
from moto.apigateway.responses import APIGatewayResponse

from embedded_aws.gateway.control_plane import domain_names, flush, usage, usage_plans
from embedded_aws.gateway.control_plane.openapi_import import import_document
from embedded_aws.gateway.control_plane.settings import (
    created_with_media_types,
    patched_api,
    patched_authorizer,
    patched_stage,
    put_with_cache_keys,
    with_escaped_policy,
)

DEFAULT_TIMEOUT_MS = 29_000
Json = dict[str, Any]


def install() -> None:
    """Patch moto's API Gateway; safe to call more than once."""
    backend: Any = APIGatewayBackend
    if getattr(backend, "keeps_whole_documents", False):
        return
    backend.keeps_whole_documents = True
    backend.put_rest_api = put_rest_api
    backend.import_rest_api = import_rest_api
    api: Any = RestAPI
    api.create_deployment = _with_snapshot(RestAPI.create_deployment)
    api.delete_deployment = _unless_active(RestAPI.delete_deployment)
    api.create_authorizer = _with_expression(RestAPI.create_authorizer)
    api.apply_patch_operations = patched_api(RestAPI.apply_patch_operations)
    api.to_dict = with_escaped_policy(RestAPI.to_dict)
    api.update_integration_mocks = _nothing  # one more mock a request: moto would slow down
    resource: Any = Resource
    resource.add_integration = _with_defaults(Resource.add_integration)
    authorizer: Any = Authorizer
    authorizer.apply_operations = patched_authorizer(Authorizer.apply_operations)
    stage: Any = Stage
    stage.apply_operations = patched_stage(Stage.apply_operations)
    responses: Any = APIGatewayResponse
    responses.put_integration = put_with_cache_keys(APIGatewayResponse.put_integration)
    for each in (usage, usage_plans, flush, domain_names):
        each.install()
    responses.create_rest_api = created_with_media_types(APIGatewayResponse.create_rest_api)


def put_rest_api(
    self: APIGatewayBackend,
    function_id: str,
    api_doc: Json,
    fail_on_warnings: bool,  # noqa: FBT001 - moto's signature
    mode: str = "merge",
) -> RestAPI:
    """Import an OpenAPI 3 document into an API, adding to it or replacing it."""
    if mode not in {"merge", "overwrite"}:
        raise InvalidOpenApiModeException
    if not str(api_doc.get("openapi", "")).startswith("3"):
        raise InvalidOpenApiDocVersionException
    if fail_on_warnings:
        _refuse_unless_valid(api_doc)
    api = self.get_rest_api(function_id)
    return import_document(self, api, api_doc, overwrite=mode == "overwrite")


def _refuse_unless_valid(api_doc: Json) -> None:
    # Slow to import, and not needed to start.
    from openapi_spec_validator import validate  # noqa: PLC0415
    from openapi_spec_validator.validation.exceptions import OpenAPIValidationError  # noqa: PLC0415

    try:
        validate(api_doc)
    except OpenAPIValidationError as error:
        raise InvalidOpenAPIDocumentException(error) from error


def import_rest_api(
    self: APIGatewayBackend,
    api_doc: Json,
    fail_on_warnings: bool,  # noqa: FBT001 - moto's signature
) -> RestAPI:
    """Create an API from a document; an invalid document leaves none behind."""
    info = api_doc.get("info") or {}
    created = self.create_rest_api(info.get("title", ""), info.get("description", ""))
    imported = False
    try:
        api = self.put_rest_api(created.id, api_doc, fail_on_warnings, "overwrite")
        imported = True
    finally:
        if not imported:
            self.apis.pop(created.id)
    return api


def snapshot(api: RestAPI, deployment_id: str) -> Json:
    """A deep copy of everything in a deployment, independent of later changes of the API."""
    return copy.deepcopy(
        {
            "id": api.id,
            "deployment_id": deployment_id,
            "account_id": api.account_id,
            "region": api.region_name,
            "resources": [resource.to_dict() for resource in api.resources.values()],
            "authorizers": [each.to_json() for each in api.authorizers.values()],
            "models": [each.to_json() for each in api.models.values()],
            "request_validators": [each.to_dict() for each in api.request_validators.values()],
            "gateway_responses": [each.to_json() for each in api.gateway_responses.values()],
            "binary_media_types": api.binaryMediaTypes,
            "minimum_compression_size": api.minimum_compression_size,
            "api_key_source": api.api_key_source,
            "policy": api.policy,
        }
    )


def _with_snapshot(original: Callable[..., Deployment]) -> Callable[..., Deployment]:
    """Store the API's copy in each deployment, and keep the settings of a redeployed stage."""

    def create_deployment(
        self: RestAPI, name: str, description: str = "", stage_variables: Json | None = None
    ) -> Deployment:
        stage = self.stages.get(name)
        deployment = original(self, name, description, stage_variables)
        vars(deployment)["snapshot"] = snapshot(self, deployment.id)
        if stage:
            stage.deployment_id = deployment.id
            stage.variables.update(stage_variables or {})
            self.stages[name] = stage
        return deployment

    return create_deployment


def _unless_active(original: Callable[..., Deployment]) -> Callable[..., Deployment]:
    """Refuse to delete a deployment that a stage points to."""

    def delete_deployment(self: RestAPI, deployment_id: str) -> Deployment:
        if any(stage.deployment_id == deployment_id for stage in self.stages.values()):
            raise StageStillActive
        if deployment_id in self.deployments:
            self.deployments[deployment_id].stage_name = ""
        return original(self, deployment_id)

    return delete_deployment


def _with_expression(original: Callable[..., Authorizer]) -> Callable[..., Authorizer]:
    """Keep the validation expression, whose parameter moto misspells."""

    def create_authorizer(self: RestAPI, *arguments: object, **options: object) -> Authorizer:
        authorizer = original(self, *arguments, **options)
        expression = options.get("identiy_validation_expression")
        authorizer.identity_validation_expression = expression
        return authorizer

    return create_authorizer


def _with_defaults(original: Callable[..., Integration]) -> Callable[..., Integration]:
    """Add API Gateway's defaults to an integration."""

    def add_integration(self: Resource, *arguments: object, **options: object) -> Integration:
        integration: Any = original(self, *arguments, **options)
        integration.cache_namespace = integration.cache_namespace or self.id
        integration.passthrough_behaviour = integration.passthrough_behaviour or "WHEN_NO_MATCH"
        integration.timeout_in_millis = integration.timeout_in_millis or DEFAULT_TIMEOUT_MS
        integration.uri = integration.uri or None
        return integration

    return add_integration


def _nothing(self: RestAPI, stage_name: str) -> None:
    del self, stage_name
