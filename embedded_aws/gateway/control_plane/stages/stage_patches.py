"""Patch operations of a stage (API reference, UpdateStage)."""

import copy
from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.protocol.patches import Change, unescaped
from embedded_aws.gateway.control_plane.stages import access_logs, canaries, method_settings
from embedded_aws.gateway.control_plane.stages.stages import (
    cache,
    check_references,
    serve,
    stage_of,
)
from embedded_aws.gateway.control_plane.stages.variables import check_variables

# In AWS's words, missing commas included.
ACCEPTED = (
    "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, "
    "/accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, "
    "/{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, "
    "/{resourcePath}/{httpMethod}/logging/loglevel, "
    "/{resourcePath}/{httpMethod}/throttling/burstLimit"
    "/{resourcePath}/{httpMethod}/throttling/rateLimit"
    "/{resourcePath}/{httpMethod}/caching/ttlInSeconds, "
    "/{resourcePath}/{httpMethod}/caching/enabled, "
    "/{resourcePath}/{httpMethod}/caching/dataEncrypted, "
    "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, "
    "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, "
    "/*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, "
    "/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, "
    "/*/*/caching/enabled, /*/*/caching/dataEncrypted, "
    "/*/*/caching/requireAuthorizationForCacheControl, "
    "/*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, "
    "/tracingEnabled"
)
TEXTS = ("/description", "/clientCertificateId", "/documentationVersion", "/deploymentId")
CACHE = ("/cacheClusterEnabled", "/cacheClusterSize")
VARIABLE = "/variables/"
OVERRIDE = f"/{canaries.SETTINGS}/{canaries.OVERRIDES}/"


@served("UpdateStage")
def update_stage(call: Call) -> Json:
    """Change a stage; all of the operations, or none."""
    api, stage = stage_of(call)
    settings = copy.deepcopy(stage.settings)
    for each in call.get("patchOperations") or ():
        _apply(settings, each, api.deployments)
    if settings["deploymentId"] not in api.deployments:
        raise BadRequestError("Deployment id does not exist")
    check_references(call, settings)
    serve(stage, settings)
    return stage.settings


def _apply(settings: Json, operation: Mapping[str, Any], deployments: Mapping[str, Any]) -> None:
    op, path = operation.get("op"), operation.get("path") or ""
    if op == "copy":
        canaries.promoted(settings, path, operation.get("from") or "")
    elif op == "remove":
        _remove(settings, path)
    elif op in {"add", "replace"}:
        _set(Change(settings, op, path, operation.get("value"), {}), deployments)
    else:
        raise BadRequestError(f"Invalid {op} operation with path: {path}")


def _remove(settings: Json, path: str) -> None:
    variables = settings.get("variables") or {}
    name = unescaped(path.removeprefix(VARIABLE))
    if path.startswith(VARIABLE) and name in variables:
        del variables[name]
        if not variables:
            del settings["variables"]
    elif path == f"/{canaries.SETTINGS}":
        settings.pop(canaries.SETTINGS, None)
    elif path in TEXTS and path != "/deploymentId":
        settings.pop(path[1:], None)
    elif not (
        (path.startswith(OVERRIDE) and canaries.without_override(settings, path[len(OVERRIDE) :]))
        or access_logs.removed(settings, path)
        or method_settings.removed(settings, path)
    ):
        raise BadRequestError(
            f"Cannot remove method setting {path[1:]} because there is no method setting for "
            "this method "
        )


def _set(change: Change, deployments: Mapping[str, Any]) -> None:
    path, target = change.path, change.target
    place = method_settings.split(path)
    if path in TEXTS:
        target.pop(path[1:], None)
        target.update({path[1:]: change.value} if change.value else {})
    elif path in CACHE:
        _set_cache(change)
    elif path == "/tracingEnabled":
        target["tracingEnabled"] = str(change.value).lower() == "true"
    elif path.startswith(VARIABLE):
        added = {unescaped(path.removeprefix(VARIABLE)): change.value}
        check_variables(added)
        target["variables"] = {**(target.get("variables") or {}), **added}
    elif place:
        method_settings.patched(change, *place)
    else:
        _set_group(change, deployments)


def _set_group(change: Change, deployments: Mapping[str, Any]) -> None:
    """Set one of the access log's settings or the canary's."""
    path = change.path
    if path.startswith(f"/{access_logs.SETTINGS}"):
        access_logs.patched(change)
    elif path.startswith(f"/{canaries.SETTINGS}/") and change.op == "add":
        raise BadRequestError(f"Invalid add operation with path: {path}")
    elif canaries.handles(path):
        canaries.patched(change, deployments)
    else:
        raise BadRequestError(f"Invalid method setting path: {path}. Must be one of: [{ACCEPTED}]")


def _set_cache(change: Change) -> None:
    target = change.target
    enabled, size = bool(target["cacheClusterEnabled"]), target.get("cacheClusterSize")
    if change.path == CACHE[0]:
        enabled = str(change.value).lower() == "true"
    else:
        size = change.value
    target.pop("cacheClusterSize", None)
    target.update(cache(enabled, size))
