"""A deployed API, immutable and compiled once per deployment."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from embedded_aws.gateway.deployed.body_models import Models

type Validators = Mapping[str, Mapping[str, Any]]

DEFAULT_TIMEOUT_MS = 29_000
DEFAULT_AUTHORIZER_TTL_SECONDS = 300


@dataclass(frozen=True)
class Authorizer:
    """An authorizer (API Gateway developer guide, "Use API Gateway Lambda authorizers")."""

    id: str
    kind: str
    function_arn: str
    identity_sources: tuple[str, ...]
    validation: re.Pattern[str] | None
    ttl_seconds: int
    provider_arns: tuple[str, ...]
    credentials: str | None = None


@dataclass(frozen=True)
class IntegrationResponse:
    """The response of a non-proxy integration for a selection pattern."""

    status_code: int
    pattern: str
    templates: Mapping[str, str]
    parameters: Mapping[str, str]
    content_handling: str | None


@dataclass(frozen=True)
class Integration:
    """The integration of a method."""

    kind: str
    uri: str
    function_arn: str | None
    timeout_seconds: float
    request_templates: Mapping[str, str]
    passthrough: str
    responses: tuple[IntegrationResponse, ...]
    http_method: str | None
    credentials: str | None
    request_parameters: Mapping[str, str]
    content_handling: str | None
    cache_namespace: str
    cache_key_parameters: tuple[str, ...]


@dataclass(frozen=True)
class Method:
    """One method of one resource."""

    http_method: str
    resource_id: str
    resource_path: str
    authorization: str
    authorizer_id: str | None
    authorization_scopes: frozenset[str]
    api_key_required: bool
    required_parameters: tuple[str, ...]
    request_models: Mapping[str, str]
    validates_parameters: bool
    validates_body: bool
    integration: Integration | None


@dataclass(frozen=True)
class GatewayResponse:
    """A customized gateway response of the API."""

    status_code: int | None
    parameters: Mapping[str, str]
    templates: Mapping[str, str]


@dataclass(frozen=True)
class Resource:
    """One path of the API, and its methods by name (`ANY` included)."""

    id: str
    path: str
    segments: tuple[str, ...]
    methods: Mapping[str, Method]


@dataclass(frozen=True)
class Api:
    """The content of one deployment."""

    id: str
    deployment_id: str
    account_id: str
    region: str
    resources: tuple[Resource, ...]
    authorizers: Mapping[str, Authorizer]
    gateway_responses: Mapping[str, GatewayResponse]
    binary_media_types: tuple[str, ...]
    minimum_compression_bytes: int | None
    api_key_source: str
    models: Models
    policy: object
    """The resource policy; None without one, anything else is one or is malformed."""

    @cached_property
    def by_first_segment(self) -> Mapping[str, tuple[Resource, ...]]:
        """Resources by the literal that their path begins with; others under the empty text."""
        by_literal: dict[str, list[Resource]] = {}
        for resource in self.resources:
            first = resource.segments[0] if resource.segments else ""
            by_literal.setdefault("" if first.startswith("{") else first, []).append(resource)
        return {first: tuple(each) for first, each in by_literal.items()}


@dataclass(frozen=True)
class Stage:
    """A stage: a deployment's name and settings."""

    api: Api
    name: str
    variables: Mapping[str, str]
    access_log_group: str | None
    access_log_format: str | None
    settings: Mapping[str, Any] = field(default_factory=dict)
    cache_enabled: bool = False
    cache_version: str = ""
    authorizers_version: str = ""
    api_name: str = ""
    web_acl_arn: str | None = None
    canary: "Stage | None" = None
    canary_percent: float = 0
    is_canary: bool = False

    def setting_of(self, method: Method) -> Mapping[str, Any]:
        """The method's own setting, else the stage's default."""
        path = method.resource_path.replace("/", "~1")
        own = self.settings.get(f"{path}/{method.http_method}")
        return own if own is not None else self.settings.get("*/*") or {}

    @property
    def execution_log_group(self) -> str:
        """The log group of the stage's execution logs; its canary has one of its own."""
        name = f"API-Gateway-Execution-Logs_{self.api.id}/{self.name}"
        return f"{name}/Canary" if self.is_canary else name

    @property
    def authorizer_cache(self) -> tuple[str, str, str]:
        """The cache key of this stage's policies, which changes with a flush."""
        return self.api.id, self.name, self.authorizers_version


def compile_api(snapshot: Mapping[str, Any]) -> Api:
    """The deployed API from the data that CreateDeployment stored."""
    validators = {each["id"]: each for each in snapshot["request_validators"]}
    return Api(
        id=snapshot["id"],
        deployment_id=snapshot["deployment_id"],
        account_id=snapshot["account_id"],
        region=snapshot["region"],
        resources=tuple(_resource(each, validators) for each in snapshot["resources"]),
        authorizers={each["id"]: _authorizer(each) for each in snapshot["authorizers"]},
        gateway_responses={
            each["responseType"]: _gateway_response(each) for each in snapshot["gateway_responses"]
        },
        binary_media_types=tuple(snapshot["binary_media_types"]),
        minimum_compression_bytes=snapshot["minimum_compression_size"],
        api_key_source=snapshot["api_key_source"] or "HEADER",
        models=Models({each["name"]: _schema(each) for each in snapshot["models"]}),
        policy=_policy(snapshot["policy"]),
    )


def _policy(text: str | None) -> object:
    """The resource policy as an object; text that is not JSON allows nobody."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def _schema(model: Mapping[str, Any]) -> Any:
    """The model's schema; an invalid one accepts anything."""
    try:
        return json.loads(model.get("schema") or "{}")
    except ValueError:
        return {}


def _resource(raw: Mapping[str, Any], validators: Validators) -> Resource:
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


def _authorizer(raw: Mapping[str, Any]) -> Authorizer:
    expression = raw.get("identityValidationExpression")
    ttl = raw.get("authorizerResultTtlInSeconds")
    kind = (raw.get("type") or "TOKEN").upper()
    default = "" if kind == "REQUEST" else "method.request.header.Authorization"
    sources = raw.get("identitySource") or default
    return Authorizer(
        id=raw["id"],
        kind=kind,
        function_arn=function_arn(raw.get("authorizerUri") or "") or "",
        identity_sources=tuple(part.strip() for part in sources.split(",") if part),
        validation=re.compile(expression) if expression else None,
        ttl_seconds=DEFAULT_AUTHORIZER_TTL_SECONDS if ttl is None else int(ttl),
        provider_arns=tuple(raw.get("providerARNs") or ()),
        credentials=raw.get("authorizerCredentials"),
    )


def _gateway_response(raw: Mapping[str, Any]) -> GatewayResponse:
    status = raw.get("statusCode")
    return GatewayResponse(
        status_code=int(status) if status else None,
        parameters=raw.get("responseParameters") or {},
        templates=raw.get("responseTemplates") or {},
    )


def function_arn(uri: str) -> str | None:
    """The Lambda function in an integration URI (`…/functions/<arn>/invocations`)."""
    match = re.search(r"/functions/(arn:[^/]+)/invocations", uri)
    return match.group(1) if match else None


def compile_stage(
    api: Api, raw: Mapping[str, Any], flushed: Mapping[str, str], api_name: str
) -> Stage:
    """The stage in GetStage's form, with its compiled deployment."""
    log = raw.get("accessLogSettings") or {}
    destination = log.get("destinationArn") or ""
    return Stage(
        api=api,
        name=raw["stageName"],
        variables=dict(raw.get("variables") or {}),
        access_log_group=destination.split(":log-group:")[-1].removesuffix(":*") or None,
        access_log_format=log.get("format"),
        settings={
            _place(name): dict(each) for name, each in (raw.get("methodSettings") or {}).items()
        },
        cache_enabled=bool(raw.get("cacheClusterEnabled")),
        cache_version=flushed.get("data", ""),
        authorizers_version=flushed.get("authorizers", ""),
        api_name=api_name,
        web_acl_arn=raw.get("webAclArn"),
    )


def _place(name: str) -> str:
    """The method of a setting in one form: API Gateway takes `pets/GET` and `~1pets/GET`."""
    path, _, verb = name.rpartition("/")
    if path == "*":
        return name
    plain = path.replace("~1", "/").strip("/")
    return f"~1{plain.replace('/', '~1')}/{verb}"
