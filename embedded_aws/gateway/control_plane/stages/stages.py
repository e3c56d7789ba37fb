"""Stages (API reference, Stage): a deployment's name and settings."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import (
    BadRequestError,
    ConflictError,
    NotFoundError,
)
from embedded_aws.gateway.control_plane.protocol.identifiers import now
from embedded_aws.gateway.control_plane.stages import canaries
from embedded_aws.gateway.control_plane.stages.variables import check_variables
from embedded_aws.gateway.deployed.stored import Api, Stage

SMALLEST_CACHE = "0.5"
SIZES = ("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237")
ACCEPTED_NAMES = re.compile(r"[a-zA-Z0-9_-]+|\$default")


@served("CreateStage")
def create_stage(call: Call) -> Json:
    """A stage of a new name."""
    api, name = call.api, call["stageName"]
    if name in api.stages:
        raise ConflictError("Stage already exists")
    api.stages[name] = composed(call, dict(call.given), api.deployments)
    return api.stages[name].settings


def composed(call: Call, given: Json, deployments: Mapping[str, Any]) -> Stage:
    """A stage with API Gateway's defaults; refused when it names what does not exist."""
    if not ACCEPTED_NAMES.fullmatch(given["stageName"]):
        raise BadRequestError("Stage name only allows a-zA-Z0-9_-")
    if given["deploymentId"] not in deployments:
        raise BadRequestError("Deployment id does not exist")
    check_variables(given.get("variables") or {})
    check_references(call, given)
    whole = {
        "deploymentId": given["deploymentId"],
        "stageName": given["stageName"],
        "description": given.get("description") or None,
        "documentationVersion": given.get("documentationVersion"),
        "clientCertificateId": given.get("clientCertificateId"),
        "variables": given.get("variables") or None,
        "tracingEnabled": bool(given.get("tracingEnabled")),
        "canarySettings": _canary(given, deployments),
        "methodSettings": {},
        "tags": given.get("tags") or None,
        **cache(bool(given.get("cacheClusterEnabled")), given.get("cacheClusterSize")),
        "createdDate": now(),
        "lastUpdatedDate": now(),
    }
    return Stage({name: value for name, value in whole.items() if value is not None}, revision())


def _canary(given: Json, deployments: Mapping[str, Any]) -> Json | None:
    """The stage's canary, of the stage's own deployment unless it names another."""
    canary = given.get("canarySettings")
    if canary is None:
        return None
    return canaries.composed({"deploymentId": given["deploymentId"], **canary}, deployments)


def check_references(call: Call, settings: Json) -> None:
    """Refuse a documentation version or client certificate that does not exist."""
    version = settings.get("documentationVersion")
    if version and version not in call.api.documentation_versions:
        raise NotFoundError("Invalid Documentation version specified")
    certificate = settings.get("clientCertificateId")
    if certificate and certificate not in call.store.client_certificates:
        raise NotFoundError("Invalid Client Certificate ID specified")


def cache(enabled: bool, size: str | None) -> Json:  # noqa: FBT001 - a setting's value
    """The settings of a stage's cache, which is there at once."""
    if size and size not in SIZES:
        raise BadRequestError(
            f"Invalid cache cluster size specified: {size}. Valid sizes are {', '.join(SIZES)}"
        )
    status = "AVAILABLE" if enabled else "NOT_AVAILABLE"
    chosen = size or (SMALLEST_CACHE if enabled else None)
    return {
        "cacheClusterEnabled": enabled,
        "cacheClusterStatus": status,
        **({"cacheClusterSize": chosen} if chosen else {}),
    }


def revision() -> str:
    """A new mark of a changed stage."""
    return uuid.uuid4().hex


def serve(stage: Stage, settings: Json) -> None:
    """Give the stage new settings, which the data plane compiles anew."""
    stage.settings = {**settings, "lastUpdatedDate": now()}
    stage.revision = revision()


def stage_of(call: Call) -> tuple[Api, Stage]:
    """The stage that the call names."""
    api = call.api
    stage = api.stages.get(call["stageName"])
    if stage is None:
        raise NotFoundError("Invalid stage identifier specified")
    return api, stage


@served("GetStage")
def get_stage(call: Call) -> Json:
    """One stage."""
    return stage_of(call)[1].settings


@served("GetStages")
def get_stages(call: Call) -> Json:
    """All stages, or those of one deployment."""
    only = call.get("deploymentId")
    stages = call.api.stages.values()
    return {"item": [each.settings for each in stages if only in {None, each.deployment_id}]}


@served("DeleteStage")
def delete_stage(call: Call) -> None:
    """Delete a stage; usage plans lose it."""
    api, stage = stage_of(call)
    place = api.id, stage.settings["stageName"]
    for plan in call.store.usage_plans.values():
        plan["apiStages"] = [
            each for each in plan["apiStages"] if (each["apiId"], each["stage"]) != place
        ]
    del api.stages[place[1]]
