"""Deployments compiled for the data plane, out of the forms of the control plane."""

import json
import re
from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.deployed.body_models import Models
from embedded_aws.gateway.deployed.methods import compiled_resource, function_arn
from embedded_aws.gateway.deployed.model import Api, Authorizer, GatewayResponse, Stage

DEFAULT_AUTHORIZER_TTL_SECONDS = 300


def compile_api(snapshot: Mapping[str, Any]) -> Api:
    """The deployed API from the data that CreateDeployment stored."""
    validators = {each["id"]: each for each in snapshot["request_validators"]}
    return Api(
        id=snapshot["id"],
        deployment_id=snapshot["deployment_id"],
        account_id=snapshot["account_id"],
        region=snapshot["region"],
        resources=tuple(compiled_resource(each, validators) for each in snapshot["resources"]),
        authorizers={each["id"]: _authorizer(each) for each in snapshot["authorizers"]},
        gateway_responses={
            each["responseType"]: _gateway_response(each) for each in snapshot["gateway_responses"]
        },
        binary_media_types=tuple(snapshot["binary_media_types"]),
        is_edge="EDGE" in _endpoint_types(snapshot),
        minimum_compression_bytes=snapshot["minimum_compression_size"],
        api_key_source=snapshot["api_key_source"] or "HEADER",
        models=Models({each["name"]: _schema(each) for each in snapshot["models"]}),
        policy=_policy(snapshot["policy"]),
        default_endpoint_disabled=bool(
            (snapshot.get("settings") or {}).get("disableExecuteApiEndpoint")
        ),
    )


def _endpoint_types(snapshot: Mapping[str, Any]) -> list[str]:
    settings = snapshot.get("settings") or {}
    return (settings.get("endpointConfiguration") or {}).get("types") or []


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
