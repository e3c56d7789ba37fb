"""What moto's API Gateway leaves out of an import, and deployments as immutable snapshots."""

import copy
import json
import uuid
from collections.abc import Mapping
from typing import Any

from moto.apigateway.models import APIGatewayBackend, Resource, RestAPI, Stage

VERBS = {"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"}
ANY_METHOD = "X-AMAZON-APIGATEWAY-ANY-METHOD"
PREFIX = "x-amazon-apigateway-"


def install() -> None:
    """Patch moto's API Gateway; safe to call more than once."""
    if getattr(APIGatewayBackend, "keeps_whole_documents", False):
        return
    put, deploy, patch = (
        APIGatewayBackend.put_rest_api,
        RestAPI.create_deployment,
        Stage.apply_operations,
    )

    def put_rest_api(
        self: Any,
        function_id: str,
        api_doc: dict[str, Any],
        fail_on_warnings: bool,  # noqa: FBT001 - moto's signature
        mode: str = "merge",
    ) -> Any:
        document = prepared(api_doc)
        api = self.get_rest_api(function_id)
        if mode == "overwrite":
            _clear(api)
        api = put(self, function_id, document, fail_on_warnings, mode)
        if mode == "overwrite":
            _adopt_root(api)
        keep(api, document)
        return api

    def create_deployment(
        self: Any, name: str, description: str = "", stage_variables: Any = None
    ) -> Any:
        deployment = deploy(self, name, description, stage_variables)
        deployment.snapshot = snapshot(self, deployment.id)
        return deployment

    def apply_operations(self: Any, patch_operations: list[dict[str, Any]]) -> Any:
        self.revision = uuid.uuid4().hex
        return patch(self, patch_operations)

    APIGatewayBackend.put_rest_api = put_rest_api
    APIGatewayBackend.keeps_whole_documents = True
    RestAPI.create_deployment = create_deployment
    RestAPI.update_integration_mocks = lambda self, stage_name: None  # noqa: ARG005 - moto's signature
    Stage.apply_operations = apply_operations
    Resource.add_integration = _with_cache_keys(Resource.add_integration)


def _with_cache_keys(original: Any) -> Any:
    """moto's default for `cacheNamespace` is none; API Gateway's is the resource's id."""

    def add_integration(self: Any, *arguments: Any, **options: Any) -> Any:
        integration = original(self, *arguments, **options)
        integration.cache_namespace = integration.cache_namespace or self.id
        return integration

    return add_integration


def prepared(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document in the shape that moto's import takes: verbs only, a `uri` everywhere."""
    whole = copy.deepcopy(dict(document))
    whole["paths"] = {
        path: {
            _verb(verb): _operation(operation)
            for verb, operation in item.items()
            if _verb(verb) in VERBS | {"ANY"}
        }
        for path, item in (whole.get("paths") or {}).items()
    }
    whole.setdefault("info", {}).setdefault("description", "")
    return whole


def _verb(verb: str) -> str:
    upper = verb.upper()
    return "ANY" if upper == ANY_METHOD else upper


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    integration = operation.get(f"{PREFIX}integration")
    if integration:
        integration["type"] = integration["type"].upper()
        integration.setdefault("uri", None)
        integration.setdefault("httpMethod", None)
        if integration["type"] == "MOCK":
            integration["uri"] = ""
            integration["httpMethod"] = "MOCK"
    return operation


def _clear(api: Any) -> None:
    """What overwriting takes away besides resources."""
    for held in (api.authorizers, api.models, api.request_validators, api.gateway_responses):
        held.clear()


def _adopt_root(api: Any) -> None:
    """moto makes a new root resource on overwrite; the API keeps its root's id on AWS."""
    fresh, wanted = api.default.id, api.root_resource_id
    if fresh == wanted:
        return
    root = api.resources.pop(fresh)
    root.id = wanted
    api.resources[wanted] = root
    for resource in api.resources.values():
        if resource.parent_id == fresh:
            resource.parent_id = wanted


def keep(api: Any, document: Mapping[str, Any]) -> None:
    """Everything else in the document: authorizers, models, validators, gateway responses."""
    components = document.get("components") or {}
    source = document.get(f"{PREFIX}api-key-source")
    if source:
        api.api_key_source = source
    if f"{PREFIX}binary-media-types" in document:
        api.binaryMediaTypes = list(document[f"{PREFIX}binary-media-types"])
    if f"{PREFIX}minimum-compression-size" in document:
        api.minimum_compression_size = document[f"{PREFIX}minimum-compression-size"]
    api.description = (document.get("info") or {}).get("description") or api.description
    authorizers = _authorizers(api, components.get("securitySchemes") or {})
    validators = _validators(api, document.get(f"{PREFIX}request-validators") or {})
    for name, schema in (components.get("schemas") or {}).items():
        api.add_model(name, "", json.dumps(schema), "application/json")
    for kind, response in (document.get(f"{PREFIX}gateway-responses") or {}).items():
        api.put_gateway_response(
            kind,
            status_code=_text(response.get("statusCode")),
            response_parameters=response.get("responseParameters") or {},
            response_templates=response.get("responseTemplates") or {},
        )
    _methods(api, document, authorizers, validators)


def _text(status: object) -> str | None:
    return None if status is None else str(status)


def _authorizers(api: Any, schemes: Mapping[str, Any]) -> dict[str, tuple[str, str | None]]:
    """Security scheme → (authorization type, authorizer id)."""
    found: dict[str, tuple[str, str | None]] = {}
    for name, scheme in schemes.items():
        raw = scheme.get(f"{PREFIX}authorizer")
        kind = scheme.get(f"{PREFIX}authtype")
        if raw:
            authorizer_id = uuid.uuid4().hex[:6]
            _authorizer(api, authorizer_id, name, scheme, raw)
            cognito = raw["type"].lower() == "cognito_user_pools"
            found[name] = ("COGNITO_USER_POOLS" if cognito else "CUSTOM", authorizer_id)
        elif (kind or "").lower() == "awssigv4":
            found[name] = ("AWS_IAM", None)
        elif scheme.get("type") == "apiKey" and scheme.get("name", "").lower() == "x-api-key":
            found[name] = ("API_KEY", None)
    return found


def _authorizer(
    api: Any, authorizer_id: str, name: str, scheme: Mapping[str, Any], raw: Mapping[str, Any]
) -> None:
    header = f"method.request.header.{scheme.get('name', 'Authorization')}"
    authorizer = api.create_authorizer(
        authorizer_id=authorizer_id,
        name=name,
        authorizer_type=raw["type"].upper(),
        provider_arns=raw.get("providerARNs"),
        auth_type=scheme.get(f"{PREFIX}authtype"),
        authorizer_uri=raw.get("authorizerUri"),
        authorizer_credentials=raw.get("authorizerCredentials"),
        identity_source=raw.get("identitySource") or header,
        identiy_validation_expression=None,
        authorizer_result_ttl=raw.get("authorizerResultTtlInSeconds", 300),
    )
    authorizer.identity_validation_expression = raw.get("identityValidationExpression")


def _validators(api: Any, declared: Mapping[str, Any]) -> dict[str, str]:
    """Validator's name → id."""
    return {
        name: api.create_request_validator(
            name, raw.get("validateRequestBody"), raw.get("validateRequestParameters")
        ).id
        for name, raw in declared.items()
    }


def _methods(
    api: Any,
    document: Mapping[str, Any],
    authorizers: Mapping[str, tuple[str, str | None]],
    validators: Mapping[str, str],
) -> None:
    by_path = {resource.get_path(): resource for resource in api.resources.values()}
    default = document.get(f"{PREFIX}request-validator")
    for path, item in document["paths"].items():
        resource = by_path[path.rstrip("/") or "/"]
        for verb, operation in item.items():
            method = resource.resource_methods[verb]
            security = operation.get("security", document.get("security") or [])
            _secure(method, [name for entry in security for name in entry], authorizers)
            chosen = operation.get(f"{PREFIX}request-validator", default)
            method.request_validator_id = validators.get(chosen) if chosen else None
            method.operation_name = operation.get("operationId")
            method.request_parameters = _parameters(operation)
            method.request_models = _models(operation)


def _secure(
    method: Any, names: list[str], authorizers: Mapping[str, tuple[str, str | None]]
) -> None:
    method.authorization_type, method.authorizer_id = "NONE", None
    for name in names:
        kind, authorizer_id = authorizers.get(name, ("NONE", None))
        if kind == "API_KEY":
            method.api_key_required = True
        elif kind != "NONE":
            method.authorization_type, method.authorizer_id = kind, authorizer_id


def _parameters(operation: Mapping[str, Any]) -> dict[str, bool]:
    places = {"header": "header", "query": "querystring", "path": "path"}
    return {
        f"method.request.{places[each['in']]}.{each['name']}": bool(each.get("required"))
        for each in operation.get("parameters") or []
        if each.get("in") in places
    }


def _models(operation: Mapping[str, Any]) -> dict[str, str]:
    content = (operation.get("requestBody") or {}).get("content") or {}
    return {
        media_type: body["schema"]["$ref"].rsplit("/", 1)[-1]
        for media_type, body in content.items()
        if "$ref" in body.get("schema", {})
    }


def snapshot(api: Any, deployment_id: str) -> dict[str, Any]:
    """All that a deployment holds, detached from what the API becomes later."""
    whole = {
        "id": api.id,
        "deployment_id": deployment_id,
        "account_id": api.account_id,
        "region": api.region_name,
        "resources": [resource.to_dict() for resource in api.resources.values()],
        "authorizers": [each.to_json() for each in api.authorizers.values()],
        "models": [each.to_json() for each in api.models.values()],
        "request_validators": [each.to_dict() for each in api.request_validators.values()],
        "gateway_responses": [each.to_json() for each in api.gateway_responses.values()],
        "binary_media_types": list(api.binaryMediaTypes),
        "minimum_compression_size": api.minimum_compression_size,
        "api_key_source": api.api_key_source,
        "policy": api.policy,
    }
    detached: dict[str, Any] = copy.deepcopy(whole)
    return detached
