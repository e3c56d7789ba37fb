"""Imports an OpenAPI document with API Gateway's extensions into one of moto's APIs."""

import copy
import json
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import APIGatewayBackend, Resource, RestAPI
from moto.moto_api._internal import mock_random

from embedded_aws.gateway.control_plane import openapi_methods
from embedded_aws.gateway.control_plane.openapi_methods import (
    PREFIX,
    Authorization,
    Document,
    MethodImport,
)

PARTS = ("resources", "authorizers", "models", "request_validators", "gateway_responses")
ANY_METHOD = f"{PREFIX}any-method"
VERBS = {"get", "put", "post", "delete", "options", "head", "patch", ANY_METHOD}


def import_document(
    backend: APIGatewayBackend, api: RestAPI, document: Document, *, overwrite: bool
) -> RestAPI:
    """Import the document; an invalid one leaves the API unchanged."""
    with ExitStack() as undo:
        draft = _draft(api)
        backend.apis[api.id] = draft
        undo.callback(backend.apis.__setitem__, api.id, api)
        known = {each.name: str(each.id) for each in draft.authorizers.values()}
        if overwrite:
            _clear(draft)
        _settings(draft, document)
        _fill(backend, draft, document, known)
        undo.pop_all()
    return draft


def _draft(api: RestAPI) -> RestAPI:
    draft = copy.copy(api)
    for part in PARTS:
        setattr(draft, part, copy.deepcopy(getattr(api, part)))
    draft.default = draft.resources[draft.root_resource_id]
    return draft


def _clear(api: RestAPI) -> None:
    """Remove everything but the root resource, whose id never changes."""
    for part in PARTS:
        getattr(api, part).clear()
    api.default.resource_methods.clear()
    api.resources[api.root_resource_id] = api.default
    api.api_key_source = "HEADER"
    api.binaryMediaTypes = []
    api.minimum_compression_size = None
    api.policy = None


def _settings(api: RestAPI, document: Document) -> None:
    """Apply the document's settings of the API as a whole."""
    info = document.get("info") or {}
    api.name = info.get("title") or api.name
    api.description = info.get("description") or api.description
    extensions = {
        "api-key-source": "api_key_source",
        "binary-media-types": "binaryMediaTypes",
        "minimum-compression-size": "minimum_compression_size",
    }
    for extension, attribute in extensions.items():
        if PREFIX + extension in document:
            setattr(api, attribute, copy.copy(document[PREFIX + extension]))
    if f"{PREFIX}policy" in document:
        api.policy = json.dumps(document[f"{PREFIX}policy"])


def _fill(
    backend: APIGatewayBackend, api: RestAPI, document: Document, known: Mapping[str | None, str]
) -> None:
    components = document.get("components") or {}
    methods = MethodImport(
        backend,
        document,
        authorizations=_authorizations(api, components.get("securitySchemes") or {}, known),
        validators=_validators(api, document.get(f"{PREFIX}request-validators") or {}),
    )
    for name, schema in (components.get("schemas") or {}).items():
        _model(api, name, schema)
    for kind, response in (document.get(f"{PREFIX}gateway-responses") or {}).items():
        _gateway_response(api, kind, response)
    by_path = {resource.get_path(): resource for resource in api.resources.values()}
    for path, item in sorted((document.get("paths") or {}).items()):
        resource = _resource(backend, api, by_path, path.rstrip("/"))
        for verb in sorted(VERBS & set(item)):
            operation = openapi_methods.operation(document, item, verb)
            for schema in openapi_methods.inline_schemas(operation):
                _model(api, openapi_methods.model_name(schema), schema)
            method = "ANY" if verb == ANY_METHOD else verb.upper()
            methods.put(resource, method, operation)


def _authorizations(
    api: RestAPI, schemes: Mapping[str, Any], known: Mapping[str | None, str]
) -> dict[str, Authorization]:
    by_name = {}
    for name, scheme in schemes.items():
        raw = scheme.get(f"{PREFIX}authorizer")
        kind = (scheme.get(f"{PREFIX}authtype") or "").lower()
        if raw:
            by_name[name] = _authorizer(api, known.get(name), name, scheme, raw)
        elif kind == "awssigv4":
            by_name[name] = Authorization("AWS_IAM", None)
        elif scheme.get("type") == "apiKey" and scheme.get("name", "").lower() == "x-api-key":
            by_name[name] = Authorization("API_KEY", None)
    return by_name


def _authorizer(
    api: RestAPI, known: str | None, name: str, scheme: Mapping[str, Any], raw: Mapping[str, Any]
) -> Authorization:
    """Create the authorizer; one of the same name keeps its id, which permissions refer to."""
    kind = raw["type"].upper()
    header = f"method.request.header.{scheme.get('name', 'Authorization')}"
    authorizer = api.create_authorizer(
        authorizer_id=known or mock_random.get_random_hex(6),
        name=name,
        authorizer_type=kind,
        provider_arns=raw.get("providerARNs"),
        auth_type=scheme.get(f"{PREFIX}authtype"),
        authorizer_uri=raw.get("authorizerUri"),
        authorizer_credentials=raw.get("authorizerCredentials"),
        identity_source=raw.get("identitySource") or (None if kind == "REQUEST" else header),
        identiy_validation_expression=raw.get("identityValidationExpression"),
        authorizer_result_ttl=raw.get("authorizerResultTtlInSeconds", 300),
    )
    return Authorization(
        "COGNITO_USER_POOLS" if kind == "COGNITO_USER_POOLS" else "CUSTOM", authorizer.id
    )


def _validators(api: RestAPI, declared: Mapping[str, Any]) -> dict[str, str]:
    """Create or update the validators; returns all ids by name."""
    by_name = {each.name: each for each in api.request_validators.values()}
    for name, raw in declared.items():
        body = bool(raw.get("validateRequestBody"))
        parameters = bool(raw.get("validateRequestParameters"))
        validator = by_name.get(name) or api.create_request_validator(name, body, parameters)
        validator.validate_request_body, validator.validate_request_parameters = body, parameters
        by_name[name] = validator
    return {name: validator.id for name, validator in by_name.items()}


def _model(api: RestAPI, name: str, schema: Mapping[str, Any]) -> None:
    """Create a model; its references become URLs of models, as in API Gateway."""
    if not (name.isascii() and name.isalnum()):
        raise BadRequestException(f"Model name must be alphanumeric: {name}")
    models = f"https://apigateway.amazonaws.com/restapis/{api.id}/models/"
    text = json.dumps(schema).replace('"#/components/schemas/', f'"{models}')
    api.add_model(name, schema.get("description", ""), text, "application/json")


def _gateway_response(api: RestAPI, kind: str, response: Mapping[str, Any]) -> None:
    status: Any = response.get("statusCode")
    api.put_gateway_response(
        kind,
        status_code=None if status is None else str(status),  # text on AWS
        response_parameters=dict(response.get("responseParameters") or {}),
        response_templates=dict(response.get("responseTemplates") or {}),
    )


def _resource(
    backend: APIGatewayBackend, api: RestAPI, by_path: dict[str, Resource], path: str
) -> Resource:
    """The path's resource, created with its parents if missing."""
    known = by_path.get(path or "/")
    if known:
        return known
    above, _, part = path.rpartition("/")
    parent = _resource(backend, api, by_path, above)
    if part.startswith("{"):
        _only_variable(api, parent, part)
    by_path[path] = backend.create_resource(api.id, parent.id, part)
    return by_path[path]


def _only_variable(api: RestAPI, parent: Resource, part: str) -> None:
    """Refuse a second path variable beside another, as API Gateway does, unless it is greedy."""
    greedy = part.endswith("+}")
    for sibling in api.resources.values():
        variable = sibling.parent_id == parent.id and sibling.path_part.startswith("{")
        if variable and sibling.path_part.endswith("+}") == greedy:
            raise BadRequestException(
                f"A sibling ({sibling.path_part}) of this resource already has a variable path "
                f"part -- only one is allowed: {part}"
            )
