"""A deployed API, immutable and compiled once per deployment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from embedded_aws.gateway.deployed.body_models import Models


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
    default_endpoint_disabled: bool = False
    is_edge: bool = False

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
    has_canary: bool = False
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
