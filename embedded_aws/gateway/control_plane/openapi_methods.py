"""Imports an operation of an OpenAPI document as a method of a moto resource."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from moto.apigateway.models import APIGatewayBackend, Integration, Method, Resource

type Document = Mapping[str, Any]

PREFIX = "x-amazon-apigateway-"
PLACES = {"header": "header", "query": "querystring", "path": "path"}


@dataclass(frozen=True)
class Authorization:
    """The authorization that a security scheme stands for."""

    kind: str
    authorizer_id: str | None


def operation(document: Document, item: Mapping[str, Any], verb: str) -> dict[str, Any]:
    """The operation with all references resolved and its path's parameters."""
    whole: dict[str, Any] = _followed(document, dict(item[verb]))
    shared = [_followed(document, each) for each in item.get("parameters") or []]
    own = [_followed(document, each) for each in whole.get("parameters") or []]
    by_place = {(each.get("in"), each.get("name")): each for each in shared + own}
    whole["parameters"] = list(by_place.values())
    whole["requestBody"] = _followed(document, whole.get("requestBody") or {})
    whole["responses"] = {
        str(status): _followed(document, each)
        for status, each in (whole.get("responses") or {}).items()
    }
    return whole


def _followed(document: Document, node: dict[str, Any]) -> dict[str, Any]:
    """A reference's target; schemas stay references, because they become models."""
    reference = node.get("$ref")
    if not reference:
        return node
    target: Any = document
    for part in reference.removeprefix("#/").split("/"):
        target = target[part]
    return dict(target)


@dataclass(frozen=True)
class MethodImport:
    """Creates the methods of one document."""

    backend: APIGatewayBackend
    document: Document
    authorizations: Mapping[str, Authorization]
    validators: Mapping[str, str]

    def put(self, resource: Resource, verb: str, operation: Mapping[str, Any]) -> None:
        """Create the method with its security, parameters, responses and integration."""
        method = resource.add_method(verb, "NONE", api_key_required=False)
        security = operation.get("security", self.document.get("security"))
        _secure(method, security or [], self.authorizations)
        if f"{PREFIX}auth" in operation:
            method.authorization_type = operation[f"{PREFIX}auth"]["type"].upper()
        default = self.document.get(f"{PREFIX}request-validator")
        chosen = operation.get(f"{PREFIX}request-validator", default)
        method.request_validator_id = self.validators.get(chosen)
        method.operation_name = operation.get("operationId")
        method.request_parameters = _parameters(operation)
        method.request_models = _models(operation["requestBody"])
        for status, response in operation["responses"].items():
            _response(method, status, response)
        if operation.get(f"{PREFIX}integration"):
            _integrate(self.backend, resource, verb, operation[f"{PREFIX}integration"])


def _parameters(operation: Mapping[str, Any]) -> dict[str, bool]:
    return {
        f"method.request.{PLACES[each['in']]}.{each['name']}": bool(each.get("required"))
        for each in operation["parameters"]
        if each.get("in") in PLACES
    }


def _secure(
    method: Method, security: list[dict[str, list[str]]], known: Mapping[str, Authorization]
) -> None:
    for name, scopes in ((name, scopes) for entry in security for name, scopes in entry.items()):
        authorization = known.get(name)
        if authorization and authorization.kind == "API_KEY":
            method.api_key_required = True
        elif authorization:
            method.authorization_type = authorization.kind
            method.authorizer_id = authorization.authorizer_id
            method.authorization_scopes = scopes or None


def _content(part: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for media_type, body in (part.get("content") or {}).items():
        if body.get("schema"):
            yield media_type, body["schema"]


def _models(part: Mapping[str, Any]) -> dict[str, str]:
    """The model's name per media type."""
    return {
        media_type: schema["$ref"].rpartition("/")[2] if "$ref" in schema else model_name(schema)
        for media_type, schema in _content(part)
    }


def model_name(schema: Mapping[str, Any]) -> str:
    """The name of a model for an inline schema."""
    return f"MODEL{hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()[:6]}"


def inline_schemas(operation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The inline schemas of the operation."""
    parts = [operation["requestBody"], *operation["responses"].values()]
    return [schema for part in parts for _, schema in _content(part) if "$ref" not in schema]


def _response(method: Method, status: str, response: Mapping[str, Any]) -> None:
    if not status.isdecimal():
        return
    headers: Any = {
        f"method.response.header.{name}": bool(header.get("required"))
        for name, header in (response.get("headers") or {}).items()
    }
    method.create_response(status, _models(response), headers)


def _integrate(
    backend: APIGatewayBackend, resource: Resource, verb: str, raw: Mapping[str, Any]
) -> None:
    """Create the integration; moto checks its URI and role as API Gateway does."""
    kind = raw["type"].upper()
    timeout: Any = raw.get("timeoutInMillis")
    integration = backend.put_integration(
        resource.api_id,
        resource.id,
        verb,
        kind,
        uri=raw.get("uri") or "",
        integration_method=(raw.get("httpMethod") or "").upper(),
        credentials=raw.get("credentials"),
        request_templates=raw.get("requestTemplates"),
        passthrough_behavior=(raw.get("passthroughBehavior") or "").upper() or None,
        tls_config=raw.get("tlsConfig"),
        cache_namespace=raw.get("cacheNamespace"),
        timeout_in_millis=timeout,
        request_parameters=raw.get("requestParameters"),
        content_handling=raw.get("contentHandling"),
        connection_type=raw.get("connectionType"),
    )
    integration.cache_key_parameters = list(raw.get("cacheKeyParameters") or [])
    for pattern, response in (raw.get("responses") or {}).items():
        _integration_response(integration, pattern, response)


def _integration_response(integration: Integration, pattern: str, raw: Mapping[str, Any]) -> None:
    integration.create_integration_response(
        str(raw["statusCode"]),
        selection_pattern="" if pattern == "default" else pattern,
        response_templates=dict(raw.get("responseTemplates") or {}),
        response_parameters=dict(raw.get("responseParameters") or {}),
        content_handling=raw.get("contentHandling"),
    )
