"""Resources, methods and integrations compiled for the data plane."""

import re
from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.deployed.model import (
    Integration,
    IntegrationResponse,
    Method,
    Resource,
)

type Validators = Mapping[str, Mapping[str, Any]]

DEFAULT_TIMEOUT_MS = 29_000


def compiled_resource(raw: Mapping[str, Any], validators: Validators) -> Resource:
    """One resource with its methods."""
    methods = {
        name: _method(raw, method, validators)
        for name, method in (raw.get("resourceMethods") or {}).items()
    }
    segments = tuple(part for part in raw["path"].split("/") if part)
    return Resource(raw["id"], raw["path"], segments, methods)


def _method(resource: Mapping[str, Any], raw: Mapping[str, Any], validators: Validators) -> Method:
    integration = raw.get("methodIntegration")
    validator = validators.get(raw.get("requestValidatorId") or "", {})
    parameters = raw.get("requestParameters") or {}
    return Method(
        http_method=raw["httpMethod"],
        resource_id=resource["id"],
        resource_path=resource["path"],
        authorization=raw.get("authorizationType") or "NONE",
        authorizer_id=raw.get("authorizerId"),
        authorization_scopes=frozenset(raw.get("authorizationScopes") or ()),
        api_key_required=bool(raw.get("apiKeyRequired")),
        required_parameters=tuple(name for name, needed in parameters.items() if needed),
        request_models={
            name.lower(): model for name, model in (raw.get("requestModels") or {}).items()
        },
        validates_parameters=bool(validator.get("validateRequestParameters")),
        validates_body=bool(validator.get("validateRequestBody")),
        integration=_integration(integration) if integration else None,
    )


def _integration(raw: Mapping[str, Any]) -> Integration:
    uri = raw.get("uri") or ""
    responses = (raw.get("integrationResponses") or {}).values()
    return Integration(
        kind=raw["type"].upper(),
        uri=uri,
        function_arn=function_arn(uri),
        timeout_seconds=int(raw.get("timeoutInMillis") or DEFAULT_TIMEOUT_MS) / 1000,
        request_templates=raw.get("requestTemplates") or {},
        passthrough=(raw.get("passthroughBehavior") or "WHEN_NO_MATCH").upper(),
        responses=tuple(_integration_response(each) for each in responses),
        http_method=raw.get("httpMethod"),
        credentials=raw.get("credentials"),
        request_parameters=raw.get("requestParameters") or {},
        content_handling=raw.get("contentHandling"),
        cache_namespace=raw.get("cacheNamespace") or "",
        cache_key_parameters=tuple(raw.get("cacheKeyParameters") or ()),
    )


def _integration_response(raw: Mapping[str, Any]) -> IntegrationResponse:
    return IntegrationResponse(
        status_code=int(raw["statusCode"]),
        pattern=raw.get("selectionPattern") or "",
        templates=raw.get("responseTemplates") or {},
        parameters=raw.get("responseParameters") or {},
        content_handling=raw.get("contentHandling"),
    )


def function_arn(uri: str) -> str | None:
    """The Lambda function in an integration URI (`…/functions/<arn>/invocations`)."""
    match = re.search(r"/functions/(arn:[^/]+)/invocations", uri)
    return match.group(1) if match else None
