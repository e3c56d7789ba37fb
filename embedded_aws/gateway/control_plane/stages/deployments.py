"""Deployments (API reference, Deployment): immutable copies of an API."""

import copy

from embedded_aws.gateway.control_plane.definitions.references import methods
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id, now
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    Patches,
)
from embedded_aws.gateway.control_plane.stages import canaries
from embedded_aws.gateway.control_plane.stages.stages import composed, serve
from embedded_aws.gateway.deployed.stored import Api, Deployment, snapshot

CANARY = "Invalid deployment content specified."


@served("CreateDeployment")
def create_deployment(call: Call) -> Json:
    """A copy of the present API; with a stage's name, also served there."""
    api, stage = call.api, call.get("stageName")
    canary = call.get("canarySettings")
    if canary is not None:
        _check_canary(api, stage)
    _check_methods(api)
    deployment = {"id": new_id(), **call.chosen("description"), "createdDate": now()}
    content = copy.deepcopy(dict(snapshot(api, deployment["id"])))
    release = Deployment(deployment, content)
    if canary is not None:
        _release_canary(api, api.stages[str(stage)].settings, release, canary)
    elif stage:
        _release(call, api, release)
    api.deployments[deployment["id"]] = release
    return deployment


def _check_canary(api: Api, stage: str | None) -> None:
    if not stage:
        raise BadRequestError(
            f"{CANARY}Non null and non empty stageName must be provided for canary deployment. "
            f"Provided value is {'null' if stage is None else ''}"
        )
    if stage not in api.stages:
        raise BadRequestError(
            f"{CANARY}Stage {stage} must already be created before making a canary release "
            "deployment"
        )


def _check_methods(api: Api) -> None:
    every = [method for _, method in methods(api)]
    if not every:
        raise BadRequestError("The REST API doesn't contain any methods")
    if not all("methodIntegration" in method for method in every):
        raise BadRequestError("No integration defined for method")


def _release(call: Call, api: Api, release: Deployment) -> None:
    """Serve the deployment; a new stage takes the call's settings, an old one those given."""
    number, name = release.settings["id"], call["stageName"]
    given = {**call.given, "deploymentId": number, "description": call.get("stageDescription")}
    fresh = composed(call, given, {number: release})
    if name not in api.stages:
        api.stages[name] = fresh
        return
    stage = api.stages[name]
    settings = {**stage.settings, "deploymentId": number}
    for member in ("description", "cacheClusterEnabled", "cacheClusterSize", "tracingEnabled"):
        if given.get(member) is not None:
            settings[member] = fresh.settings[member]
    variables = fresh.settings.get("variables") or {}
    if variables:
        settings["variables"] = {**(settings.get("variables") or {}), **variables}
    serve(stage, settings)


def _release_canary(api: Api, settings: Json, release: Deployment, canary: Json) -> None:
    given = {**canary, "deploymentId": release.settings["id"]}
    known = {**api.deployments, release.settings["id"]: release}
    stage = api.stages[settings["stageName"]]
    serve(stage, {**settings, "canarySettings": canaries.composed(given, known)})


def _deployment(call: Call) -> tuple[Api, Deployment]:
    api = call.store.apis.get(call["restApiId"])
    deployment = api.deployments.get(call["deploymentId"]) if api else None
    if api is None or deployment is None:
        raise NotFoundError("Invalid Deployment identifier specified")
    return api, deployment


@served("GetDeployment")
def get_deployment(call: Call) -> Json:
    """One deployment; with `embed=apisummary`, its methods."""
    _, deployment = _deployment(call)
    if "apisummary" not in call.get("embed", ()):
        return deployment.settings
    return {**deployment.settings, "apiSummary": _summary(deployment.snapshot)}


def _summary(content: Json) -> Json:
    return {
        resource["path"]: {
            verb: {name: method[name] for name in ("authorizationType", "apiKeyRequired")}
            for verb, method in resource["resourceMethods"].items()
        }
        for resource in content["resources"]
        if resource.get("resourceMethods")
    }


@served("GetDeployments")
def get_deployments(call: Call) -> Json:
    """All deployments."""
    return page(call, [each.settings for each in call.api.deployments.values()])


@served("UpdateDeployment")
def update_deployment(call: Call) -> Json:
    """Change a deployment's description."""
    _, deployment = _deployment(call)
    deployment.settings = PATCHES.applied(deployment.settings, call.get("patchOperations"))
    return deployment.settings


@served("DeleteDeployment")
def delete_deployment(call: Call) -> None:
    """Delete a deployment that no stage serves, not even to a canary."""
    api, deployment = _deployment(call)
    number = deployment.settings["id"]
    for stage in api.stages.values():
        canary = stage.settings.get("canarySettings") or {}
        if number in {stage.deployment_id, canary.get("deploymentId")}:
            raise BadRequestError(
                "Active stages pointing to this deployment must be moved or deleted"
            )
    del api.deployments[number]


PATCHES = Patches((text("description"),))
