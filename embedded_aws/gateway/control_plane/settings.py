"""Settings of APIs and stages that moto's patch operations lose or misread."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from moto.apigateway.models import Authorizer, RestAPI, Stage, apigateway_backends
from moto.apigateway.responses import APIGatewayResponse

type Operations = list[dict[str, str]]

MEDIA_TYPES = "/binaryMediaTypes/"
COMPRESSION = "/minimumCompressionSize"
DEFAULT_ENDPOINT = "/disableExecuteApiEndpoint"
POOLS = "/providerARNs"


def patched_api(original: Callable[..., None]) -> Callable[..., None]:
    """UpdateRestApi for media types in the path, the compression size and the endpoint."""

    def apply_patch_operations(self: RestAPI, patch_operations: Operations) -> None:
        rest = []
        for each in patch_operations:
            path = each["path"]
            if path.startswith(MEDIA_TYPES):
                _media_type(self, each["op"], _unescaped(path.removeprefix(MEDIA_TYPES)), each)
            elif path == COMPRESSION:
                self.minimum_compression_size = int(each["value"]) if each.get("value") else None
            elif path == DEFAULT_ENDPOINT:  # moto takes the word "false" for a truth
                self.disableExecuteApiEndpoint = each["value"] == "true"
            else:
                rest.append(each)
        original(self, rest)

    return apply_patch_operations


def _media_type(api: RestAPI, operation: str, name: str, given: dict[str, str]) -> None:
    """Add, remove or replace one binary media type."""
    others = [each for each in api.binaryMediaTypes if each != name]
    added = {"add": [name], "replace": [given.get("value", name)]}.get(operation, [])
    api.binaryMediaTypes = others + added


def _unescaped(part: str) -> str:
    """One decoded part of a JSON pointer."""
    return part.replace("~1", "/").replace("~0", "~")


def patched_stage(original: Callable[..., Stage]) -> Callable[..., Stage]:
    """UpdateStage that can remove method settings, and marks the stage as changed."""

    def apply_operations(self: Stage, patch_operations: Operations) -> Stage:
        rest = []
        for each in patch_operations:
            key = each["path"].removeprefix("/")
            if each["op"] == "remove" and key in self.method_settings:
                del self.method_settings[key]
            else:
                rest.append(each)
        vars(self)["revision"] = uuid.uuid4().hex
        return original(self, rest)

    return apply_operations


def patched_authorizer(original: Callable[..., Authorizer]) -> Callable[..., Authorizer]:
    """UpdateAuthorizer that adds and removes user pools."""

    def apply_operations(self: Authorizer, patch_operations: Operations) -> Authorizer:
        for each in patch_operations:
            if each["path"] == POOLS:
                others = [arn for arn in self.provider_arns or [] if arn != each["value"]]
                self.provider_arns = others + [each["value"]] * (each["op"] == "add")
        return original(self, [each for each in patch_operations if each["path"] != POOLS])

    return apply_operations


def created_with_media_types(original: Callable[..., Any]) -> Callable[..., Any]:
    """CreateRestApi that keeps binary media types."""

    def create_rest_api(self: APIGatewayResponse) -> tuple[int, dict[str, str], str]:
        status, headers, body = original(self)
        types = self._get_param("binaryMediaTypes")
        if not types or status != 200:  # noqa: PLR2004
            return status, headers, body
        api = apigateway_backends[self.current_account][self.region].apis[json.loads(body)["id"]]
        api.binaryMediaTypes = list(types)
        return status, headers, json.dumps(api.to_dict())

    return create_rest_api


def with_escaped_policy(original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Answers with the resource policy as AWS has it: escaped as inside a JSON string."""

    def to_dict(self: RestAPI) -> dict[str, Any]:
        answer = original(self)
        return {**answer, "policy": json.dumps(self.policy)[1:-1]} if self.policy else answer

    return to_dict


def put_with_cache_keys(original: Callable[..., Any]) -> Callable[..., Any]:
    """PutIntegration that keeps cache key parameters."""

    def put_integration(self: APIGatewayResponse) -> tuple[int, dict[str, Any], str]:
        status, headers, _ = original(self)
        api, resource, verb = self.path.split("/")[2:7:2]
        integration = self.backend.get_integration(api, resource, verb)
        integration.cache_key_parameters = list(self._get_param("cacheKeyParameters") or [])
        return status, headers, json.dumps(integration.to_json())

    return put_integration
